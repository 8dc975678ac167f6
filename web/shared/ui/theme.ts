import { useSyncExternalStore } from 'react';

/** Light, dark, or as the machine is set. */
export type Theme = 'system' | 'light' | 'dark';

const KEPT_AS = 'avenant.theme';

const listeners = new Set<() => void>();

function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEPT_AS);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEPT_AS, theme);
  showTheme();
  for (const listener of listeners) listener();
}

/** Until then a page looks as the machine is set. */
export function showTheme(): void {
  const theme = chosenTheme();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, chosenTheme);
