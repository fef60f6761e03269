import './mantine.css';
import './tokens.css';
import './base.css';
import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTheme } from './theme-choice.ts';
import { ToastProvider } from './toast.tsx';

/**
 * What the library's components need. Its own variables come from our style sheet: the policy of the pages
 * allows no style element.
 */
export function DesignProvider(props: { readonly children: ReactNode }): ReactNode {
  const { shown } = useTheme();
  return (
    <MantineProvider
      forceColorScheme={shown}
      withCssVariables={false}
      withGlobalClasses={false}
      theme={{ respectReducedMotion: true, cursorType: 'pointer', autoContrast: false }}
    >
      <ToastProvider>{props.children}</ToastProvider>
    </MantineProvider>
  );
}
