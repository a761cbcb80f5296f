// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { whenPaneShows } from '../../../src/office/excel/readiness';

describe('the first showing of the pane', () => {
  it('is told at once where it is visible', () => {
    const listener = vi.fn();
    whenPaneShows(listener);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('is told once, when a hidden pane is shown', () => {
    Object.assign(window, { innerWidth: 0 });
    const listener = vi.fn();
    whenPaneShows(listener);
    window.dispatchEvent(new Event('resize'));
    expect(listener).not.toHaveBeenCalled();
    Object.assign(window, { innerWidth: 340 });
    window.dispatchEvent(new Event('resize'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
