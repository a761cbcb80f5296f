/** What browsers have and jsdom lacks. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

const nothing = (): void => undefined;

class NoResizeObserver implements ResizeObserver {
  readonly observe = nothing;
  readonly unobserve = nothing;
  readonly disconnect = nothing;
}

const noMedia = (query: string): MediaQueryList =>
  Object.assign(new EventTarget(), {
    matches: false,
    media: query,
    onchange: null,
    addListener: nothing,
    removeListener: nothing,
  });

vi.stubGlobal('ResizeObserver', NoResizeObserver);
vi.stubGlobal('matchMedia', noMedia);
Element.prototype.scrollIntoView = nothing;

// Whether an element is visible takes jsdom seconds to find out with as many styles as Fluent has.
// Waiting ends with what is waited for, and a loaded machine takes its time.
configure({ defaultHidden: true, asyncUtilTimeout: 20_000 });

afterEach(cleanup);
