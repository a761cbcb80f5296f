// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hostTheme, onHostTheme, whenPaneShows } from '../../../src/office/excel/host';

const withTheme = (bodyBackgroundColor: string | undefined): void => {
  const officeTheme = bodyBackgroundColor === undefined ? undefined : { bodyBackgroundColor };
  Object.assign(globalThis, { Office: { context: { officeTheme } } });
};
let highContrast = false;

beforeEach(() => {
  highContrast = false;
  Object.assign(window, {
    matchMedia: () => ({ matches: highContrast, addEventListener: vi.fn(), removeEventListener: vi.fn() }),
  });
});

describe("Excel's theme", () => {
  it.each([
    ['#FFFFFF', false],
    ['#f5f5f5', false],
    ['#262626', true],
    ['#000000', true],
    ['#666666', true],
  ])('is read from its background %s', (color, dark) => {
    withTheme(color);
    expect(hostTheme()).toEqual({ dark, highContrast: false });
  });

  it.each([undefined, 'white', ''])('is unknown where Excel tells none: %s', (color) => {
    withTheme(color);
    expect(hostTheme()).toBeUndefined();
  });

  it('detects high contrast', () => {
    withTheme('#000000');
    highContrast = true;
    expect(hostTheme()).toEqual({ dark: true, highContrast: true });
  });

  it('is read again when the pane gets the focus back', () => {
    withTheme('#ffffff');
    const heard: (boolean | undefined)[] = [];
    const stop = onHostTheme((theme) => heard.push(theme?.dark));
    withTheme('#1f1f1f');
    window.dispatchEvent(new Event('focus'));
    stop();
    window.dispatchEvent(new Event('focus'));
    expect(heard).toEqual([true]);
  });
});

describe('the first showing of the pane', () => {
  it('notifies at once if it is visible', () => {
    const listener = vi.fn();
    whenPaneShows(listener);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('notifies once, when a hidden pane is shown', () => {
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
