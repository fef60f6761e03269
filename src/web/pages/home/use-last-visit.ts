import { useOperation } from '../../data/operation.ts';
import { useSession } from '../../data/session.ts';

/**
 * When somebody was here before this visit; `never`: this is the first; `nobody`: there is no visit to tell, as
 * of who is not signed in; undefined: not known yet.
 */
export type LastVisit = { readonly at: string } | 'never' | 'nobody' | undefined;

/** The server keeps it: it is the same in every browser. */
export function useLastVisit(): LastVisit {
  const isKnown = useSession().kind !== 'anonymous';
  const { data, error } = useOperation('noteVisit', {}, { enabled: isKnown });
  if (!isKnown || error) return 'nobody';
  if (data === undefined) return undefined;
  return data.before === undefined ? 'never' : { at: data.before };
}
