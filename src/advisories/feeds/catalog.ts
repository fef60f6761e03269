import { CVE } from '../../ecosystems/index.ts';
import { normalizeNamespace } from '../namespace.ts';
import { cveFeed } from './cve-feed.ts';
import {
  alpineFeed,
  debianFeed,
  endOfLifeFeed,
  epssFeed,
  kevFeed,
  wolfiFeed,
} from './document-feeds.ts';
import type { Feed } from './feed.ts';
import { osvFeed } from './osv-feed.ts';

const SINGLE: ReadonlyMap<string, () => Feed> = new Map([
  ['wolfi-secdb', wolfiFeed],
  ['debian-tracker', debianFeed],
  ['kev', kevFeed],
  ['epss', epssFeed],
  ['endoflife', endOfLifeFeed],
  ['cve', cveFeed],
]);

/** What everybody needs beside the advisories of their images. */
export const CONTEXT_FEEDS: readonly string[] = ['kev', 'epss', 'endoflife'];

/** Names come from people: they become paths and URLs. */
const PART = /^[A-Za-z0-9][\w. -]{0,63}$/;

/** A feed by its name: `osv/npm`, `malware/npm`, `alpine-secdb/v3.20`, `debian-tracker`, `kev`. */
export function feedNamed(name: string): Feed | undefined {
  const single = SINGLE.get(name);
  if (single) return single();
  const slash = name.indexOf('/');
  const kind = name.slice(0, Math.max(slash, 0));
  const part = name.slice(slash + 1);
  if (!PART.test(part) || part.includes('..')) return undefined;
  if (kind === 'alpine-secdb') return alpineFeed(part);
  return kind === 'osv' || kind === 'malware' ? osvFeed(kind, part) : undefined;
}

/** Distributions whose own feeds cover every release: their copies in OSV are not needed. */
const OWN_FEED: ReadonlySet<string> = new Set(['Alpine', 'Wolfi']);

/**
 * Every feed that there is, but for the malicious packages, which are asked for by name: those of
 * OSV's list of ecosystems that we know, the distributions' own, and what is known of vulnerabilities.
 * `ecosystems`: OSV's list, one a line. `releases`: advisory namespaces of distributions.
 */
export function everyFeed(ecosystems: string, releases: readonly string[]): readonly string[] {
  const listed = ecosystems.split('\n').map((line) => line.trim());
  const known = listed.filter(
    (name) => normalizeNamespace(name)?.namespace === name && !OWN_FEED.has(name),
  );
  const alpine = releases.filter((release) => release.startsWith('Alpine:v3.'));
  return [
    ...[...alpine, 'Alpine:edge', 'Wolfi', 'Debian:sid'].flatMap(feedsFor),
    ...known.map((name) => `osv/${name}`),
    ...CONTEXT_FEEDS,
    'cve',
  ].filter((name) => feedNamed(name) !== undefined);
}

/**
 * The feeds that an advisory namespace is fetched from: `Debian:12` from the tracker. Debian's older
 * releases, which the tracker left, are in OSV's copy only.
 */
export function feedsFor(namespace: string): readonly string[] {
  const [base = '', release = ''] = namespace.split(':');
  switch (base) {
    case 'Alpine':
      return release === '' ? [] : [`alpine-secdb/${release}`];
    case 'Debian':
      return release === 'sid' || Number(release) >= 11 ? ['debian-tracker'] : ['osv/Debian'];
    case 'Wolfi':
      return ['wolfi-secdb'];
    case CVE:
      return ['cve'];
    default:
      return normalizeNamespace(namespace) === undefined ? [] : [`osv/${base}`];
  }
}
