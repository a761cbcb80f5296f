import { type Theme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { HostTheme } from '../../office/excel/host';

/** Excel's theme, as the pane learns of it. */
export interface ThemeSource {
  /** Undefined where Excel tells none. */
  read(): HostTheme | undefined;
  subscribe(listener: (theme: HostTheme | undefined) => void): () => void;
}

const darkQuery = '(prefers-color-scheme: dark)';

const subscribeToSystem = (listener: () => void): (() => void) => {
  const query = window.matchMedia(darkQuery);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/**
 * Fluent's theme that goes with Excel's, or with the system's where Excel tells none. In high contrast the browser puts
 * the person's own colours over either.
 */
export const fluentThemeOf = (host: HostTheme | undefined, systemIsDark: boolean): Theme =>
  (host?.dark ?? systemIsDark) ? webDarkTheme : webLightTheme;

/** Fluent's theme, following Excel's; scrollbars and native pickers follow it too. */
export const useTheme = (source: ThemeSource): Theme => {
  const [host, setHost] = useState(() => source.read());
  useEffect(() => source.subscribe(setHost), [source]);
  const systemIsDark = useSyncExternalStore(subscribeToSystem, () => window.matchMedia(darkQuery).matches);
  const theme = fluentThemeOf(host, systemIsDark);
  useEffect(() => {
    document.documentElement.style.colorScheme = theme === webLightTheme ? 'light' : 'dark';
  }, [theme]);
  return theme;
};
