import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** As theme.ts reads it before the first paint. */
const KEY = 'drydock-theme';
const CHANGED = 'drydock-theme-changed';

export interface Theme {
  readonly choice: ThemeChoice;
  readonly shown: 'light' | 'dark';
  readonly choose: (choice: ThemeChoice) => void;
}

/** Light, dark, or what the system has, which may change at sunset. */
export function useTheme(): Theme {
  const choice = useSyncExternalStore(subscribe, readChoice);
  const isDark = useSyncExternalStore(subscribe, isSystemDark);
  const shown = choice === 'system' ? (isDark ? 'dark' : 'light') : choice;
  return { choice, shown, choose };
}

function choose(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  window.dispatchEvent(new Event(CHANGED));
}

function readChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

function isSystemDark(): boolean {
  return window.matchMedia('(prefers-color-scheme: dark)').matches;
}

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', changed);
  // Another tab's choice, and our own.
  window.addEventListener('storage', changed);
  window.addEventListener(CHANGED, changed);
  return () => {
    query.removeEventListener('change', changed);
    window.removeEventListener('storage', changed);
    window.removeEventListener(CHANGED, changed);
  };
}
