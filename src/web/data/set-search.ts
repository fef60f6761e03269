import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

export type SetSearch = (
  changes: Readonly<Record<string, string | undefined>>,
  options?: { /** Back leads to what was before. */ readonly isStep?: boolean },
) => void;

/**
 * Changes what stands after `?` of the page that is shown; undefined takes away. Typing in a filter is no step of
 * the history; opening something is.
 */
export function useSetSearch(): SetSearch {
  const navigate = useNavigate();
  return useCallback(
    (changes, { isStep = false } = {}) => {
      void navigate({
        to: '.',
        search: (old: Readonly<Record<string, unknown>>) => ({ ...old, ...changes }),
        replace: !isStep,
        resetScroll: false,
      });
    },
    [navigate],
  );
}
