// @vitest-environment jsdom
import '../../support/taskpane/dom';
import { act, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ana } from '../../support/taskpane/fakes';
import { accessibilityFindings, renderApp } from '../../support/taskpane/render-app';

afterEach(() => {
  vi.restoreAllMocks();
  document.dir = '';
});

const becomeOnline = (online: boolean): void => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(online);
  act(() => void window.dispatchEvent(new Event(online ? 'online' : 'offline')));
};

describe('offline', () => {
  it.each([{ kind: 'signed-out' }, { kind: 'signed-in', account: ana }] as const)(
    'is said as long as it lasts, whoever is there ($kind)',
    async (state) => {
      renderApp(state);
      expect(screen.queryByText("You're offline.")).toBeNull();
      becomeOnline(false);
      expect(screen.getByText("You're offline.")).toBeTruthy();
      expect(await accessibilityFindings()).toEqual([]);
      becomeOnline(true);
      expect(screen.queryByText("You're offline.")).toBeNull();
    },
  );
});

describe('a page that is written from the right', () => {
  it('is laid out from the right', () => {
    document.dir = 'rtl';
    renderApp({ kind: 'signed-in', account: ana });
    expect(screen.getByRole('main').closest('.fui-FluentProvider')?.getAttribute('dir')).toBe('rtl');
  });
});
