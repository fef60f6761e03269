import { useOperation } from '../../data/operation.ts';
import { useSession } from '../../data/session.ts';

/** When somebody was here before this visit; `never`: this is the first; undefined: not known yet. */
export type LastVisit = { readonly at: string } | 'never' | undefined;

/** The server keeps it: it is the same in every browser. */
export function useLastVisit(): LastVisit {
  const isKnown = useSession().kind !== 'anonymous';
  const { data } = useOperation('noteVisit', {}, { enabled: isKnown });
  if (data === undefined) return undefined;
  return data.before === undefined ? 'never' : { at: data.before };
}
