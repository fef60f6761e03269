import { useDeferredValue, useEffect } from 'react';
import type { SignedIn } from '../../api/contract/index.ts';
import { useOperation } from '../data/operation.ts';
import type { Hit, Hits } from './hits.ts';
import { hitsOf, vulnerabilityHit } from './hits.ts';
import { placesOf } from './palette-places.ts';

/** Of each kind: the list fits a screen. */
const MOST_EACH = 5;
/** A vulnerability's id begins so: it can be gone to before anybody knows it. */
const VULNERABILITY =
  /^(?:CVE|GHSA|DSA|DLA|RHSA|USN|ALAS|GO|PYSEC|RUSTSEC|OSV|MAL|ALPINE)-[\w-]{3,}$/i;
/** The advisories may still be put in order to be searched. */
const AGAIN_MS = 1_000;

/** What a text may mean: pages first, then what is found by its name. */
export function usePaletteHits(
  text: string,
  session: SignedIn,
): { readonly hits: readonly Hit[]; readonly isPending: boolean } {
  const asked = useDeferredValue(text.trim());
  const isUser = session.kind === 'user';
  const ofAll = useFound(asked, isUser);
  const ofPublic = usePublic(asked, !isUser);
  const { found, isFetching } = isUser ? ofAll : ofPublic;
  const hits = [
    ...placesOf(asked, session),
    ...(VULNERABILITY.test(asked) ? [vulnerabilityHit(asked.toUpperCase())] : []),
    ...(asked !== '' && found ? hitsOf(found) : []),
  ];
  return {
    hits: [...new Map(hits.map((hit) => [hit.id, hit])).values()],
    isPending: asked !== '' && isFetching,
  };
}

interface Answered {
  readonly found: Hits | undefined;
  readonly isFetching: boolean;
}

function useFound(asked: string, enabled: boolean): Answered {
  const options = { enabled: enabled && asked !== '' };
  const { data, isFetching, refetch } = useOperation(
    'search',
    { q: asked, limit: MOST_EACH },
    options,
  );
  const isPending = (data?.pending.length ?? 0) > 0;
  useEffect(() => {
    if (!isPending) return undefined;
    const timer = setTimeout(() => void refetch(), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isPending, refetch]);
  return { found: data, isFetching: isFetching || isPending };
}

/** For who is not signed in: what is public. */
function usePublic(asked: string, enabled: boolean): Answered {
  const page = { search: asked, limit: MOST_EACH };
  const repositories = useOperation('listRepositories', page, { enabled: enabled && asked !== '' });
  const vulnerabilities = useOperation(
    'listVulnerabilities',
    { q: asked, limit: MOST_EACH },
    { enabled: enabled && asked.length > 2 },
  );
  const found = {
    repositories: repositories.data?.items ?? [],
    tags: [],
    packages: [],
    vulnerabilities: vulnerabilities.data?.items ?? [],
  };
  return { found, isFetching: repositories.isFetching || vulnerabilities.isFetching };
}
