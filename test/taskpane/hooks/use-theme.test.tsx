// @vitest-environment jsdom
import '../../support/taskpane/dom';
import { webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { HostTheme } from '../../../src/office/excel/host';
import { fluentThemeOf, useTheme } from '../../../src/taskpane/hooks/use-theme';

describe('fluentThemeOf', () => {
  it.each([
    [{ dark: true, highContrast: false }, false, webDarkTheme],
    [{ dark: false, highContrast: false }, true, webLightTheme],
    [undefined, true, webDarkTheme],
    [undefined, false, webLightTheme],
  ])('follows Excel %o before the system (dark: %s)', (host, systemIsDark, theme) => {
    expect(fluentThemeOf(host, systemIsDark)).toBe(theme);
  });
});

describe('useTheme', () => {
  it('changes with Excel and has native controls follow', () => {
    let tell: (theme: HostTheme | undefined) => void = () => undefined;
    const source = {
      read: () => undefined,
      subscribe: (listener: typeof tell) => {
        tell = listener;
        return () => undefined;
      },
    };
    const { result } = renderHook(() => useTheme(source));
    expect([result.current, document.documentElement.style.colorScheme]).toEqual([webLightTheme, 'light']);
    act(() => tell({ dark: true, highContrast: false }));
    expect([result.current, document.documentElement.style.colorScheme]).toEqual([webDarkTheme, 'dark']);
  });
});
