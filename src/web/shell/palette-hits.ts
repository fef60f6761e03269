import { useDeferredValue } from 'react';
import type { SignedIn } from '../../api/contract/index.ts';
import { useOperation } from '../data/operation.ts';
import { repositoryParams } from '../repository-path.ts';

/** Somewhere to go. */
export interface Hit {
  readonly id: string;
  readonly text: string;
  readonly kind: string;
  readonly place: { readonly to: string; readonly params?: Record<string, string> };
}

/** Of each kind: the list fits a screen. */
const MOST_EACH = 6;
/** A vulnerability's id begins so: it can be gone to before anybody knows it. */
const VULNERABILITY =
  /^(?:CVE|GHSA|DSA|DLA|RHSA|USN|ALAS|GO|PYSEC|RUSTSEC|OSV|MAL|ALPINE)-[\w-]{3,}$/i;

/** What a text may mean, as far as the API can search: pages first, then names. */
export function usePaletteHits(
  text: string,
  session: SignedIn,
): { readonly hits: readonly Hit[]; readonly isPending: boolean } {
  const asked = useDeferredValue(text.trim());
  const isAsked = asked.length > 0;
  const isUser = session.kind === 'user';
  const page = { search: asked, limit: MOST_EACH };
  const repositories = useOperation('listRepositories', page, { enabled: isAsked });
  const vulnerabilities = useOperation(
    'listVulnerabilities',
    { q: asked, limit: MOST_EACH },
    {
      enabled: asked.length > 2,
    },
  );
  const hits = [
    ...placesOf(asked, session),
    ...(isAsked ? (repositories.data?.items ?? []).map(({ name }) => repositoryHit(name)) : []),
    ...(VULNERABILITY.test(asked) ? [vulnerabilityHit(asked.toUpperCase())] : []),
    ...(asked.length > 2
      ? (vulnerabilities.data?.items ?? []).map(({ id }) => vulnerabilityHit(id))
      : []),
  ];
  const unique = [...new Map(hits.map((hit) => [hit.id, hit])).values()];
  return {
    hits: unique,
    isPending: isAsked && isUser && (repositories.isFetching || vulnerabilities.isFetching),
  };
}

function repositoryHit(name: string): Hit {
  const place = { to: '/r/$ns/$repo', params: repositoryParams(name) };
  return { id: `r ${name}`, text: name, kind: 'repository', place };
}

function vulnerabilityHit(id: string): Hit {
  const place = { to: '/vulnerabilities/$id', params: { id } };
  return { id: `v ${id}`, text: id, kind: 'vulnerability', place };
}

/** Pages whose name has the text; without one, those that are gone to most. */
export function placesOf(text: string, session: SignedIn): readonly Hit[] {
  const words = text.toLowerCase();
  return PLACES.filter(({ who, name }) => isFor(who, session) && name.toLowerCase().includes(words))
    .slice(0, MOST_EACH)
    .map(({ name, to }) => ({ id: `p ${to}`, text: name, kind: 'page', place: { to } }));
}

type Who = 'all' | 'user' | 'administrator';

function isFor(who: Who, { kind, isAdministrator }: SignedIn): boolean {
  if (who === 'all') return true;
  return kind === 'user' && (who === 'user' || isAdministrator);
}

const PLACES: readonly { readonly name: string; readonly to: string; readonly who: Who }[] = [
  { name: 'Repositories', to: '/', who: 'user' },
  { name: 'Packages', to: '/packages', who: 'user' },
  { name: 'Vulnerabilities', to: '/vulnerabilities', who: 'all' },
  { name: 'Account', to: '/account', who: 'user' },
  { name: 'Access tokens', to: '/account/tokens', who: 'user' },
  { name: 'Sign-in and security', to: '/account/security', who: 'user' },
  { name: 'Sessions', to: '/account/sessions', who: 'user' },
  { name: 'Administration', to: '/admin', who: 'administrator' },
  { name: 'Users', to: '/admin/users', who: 'administrator' },
  { name: 'Feeds', to: '/admin/feeds', who: 'administrator' },
  { name: 'Queue', to: '/admin/queue', who: 'administrator' },
  { name: 'Storage', to: '/admin/storage', who: 'administrator' },
  { name: 'Health', to: '/admin/health', who: 'administrator' },
  { name: 'Audit log', to: '/admin/audit', who: 'administrator' },
];
