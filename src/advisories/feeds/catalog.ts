import { CVE, NODEJS } from '../../ecosystems/index.ts';
import { normalizeNamespace } from '../namespace.ts';
import { AMAZON_RELEASES, amazonFeed } from './amazon-feed.ts';
import { azureFeed } from './azure-feed.ts';
import { cveFeed } from './cve-feed.ts';
import {
  alpineFeed,
  chainguardFeed,
  debianFeed,
  endOfLifeFeed,
  epssFeed,
  kevFeed,
  nodejsFeed,
  photonFeed,
  wolfiFeed,
} from './document-feeds.ts';
import type { Feed } from './feed.ts';
import { nvdFeed } from './nvd-feed.ts';
import { oracleFeed } from './oracle-feed.ts';
import { osvFeed } from './osv-feed.ts';
import { redHatFeed } from './red-hat-feed.ts';

const SINGLE: ReadonlyMap<string, () => Feed> = new Map([
  ['wolfi-secdb', wolfiFeed],
  ['chainguard-secdb', chainguardFeed],
  ['debian-tracker', debianFeed],
  ['kev', kevFeed],
  ['epss', epssFeed],
  ['endoflife', endOfLifeFeed],
  ['cve', cveFeed],
  ['redhat-vex', redHatFeed],
  ['nvd', nvdFeed],
  ['nodejs-core', nodejsFeed],
  ['oracle-elsa', oracleFeed],
]);

/** Feeds of which there is one for each release of a distribution. */
const RELEASED: ReadonlyMap<string, (release: string) => Feed | undefined> = new Map([
  ['alpine-secdb', alpineFeed],
  ['photon', photonFeed],
  ['amazon-alas', amazonFeed],
  ['azurelinux-oval', azureFeed],
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
  const released = RELEASED.get(kind);
  if (released) return released(part);
  return kind === 'osv' || kind === 'malware' ? osvFeed(kind, part) : undefined;
}

/** Distributions whose own feeds cover every release: their copies in OSV are not needed. */
const OWN_FEED: ReadonlySet<string> = new Set([
  'Alpine',
  'Azure Linux',
  'Chainguard',
  'Photon OS',
  'Red Hat',
  'Oracle Linux',
  'Wolfi',
]);

/** Of distributions with feeds of their own, beside Alpine's releases. */
const OTHERS: readonly string[] = [
  'Alpine:edge',
  'Wolfi',
  'Chainguard',
  'Debian:sid',
  'Red Hat',
  'Oracle Linux',
  ...AMAZON_RELEASES.map((release) => `Amazon Linux:${release}`),
  ...['3', '2'].map((release) => `Azure Linux:${release}`),
  ...['5.0', '4.0', '3.0', '2.0', '1.0'].map((release) => `Photon OS:${release}`),
];

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
    ...[...alpine, ...OTHERS].flatMap(feedsFor),
    ...known.map((name) => `osv/${name}`),
    ...CONTEXT_FEEDS,
    'cve',
    'nvd',
    'nodejs-core',
  ].filter((name) => feedNamed(name) !== undefined);
}

/** Namespaces with feeds of their own, by what stands before the colon; `release`: after it. */
const OWN_FEEDS: ReadonlyMap<string, (release: string) => readonly string[]> = new Map([
  ['Alpine', ofRelease('alpine-secdb')],
  ['Photon OS', ofRelease('photon')],
  ['Debian', (release) => (isTracked(release) ? ['debian-tracker'] : ['osv/Debian'])],
  ['Wolfi', () => ['wolfi-secdb']],
  ['Chainguard', () => ['chainguard-secdb']],
  ['Amazon Linux', ofRelease('amazon-alas')],
  ['Oracle Linux', () => ['oracle-elsa']],
  ['Azure Linux', ofRelease('azurelinux-oval')],
  ['Red Hat', () => ['redhat-vex']],
  [CVE, () => ['cve']],
  [NODEJS, () => ['nodejs-core']],
]);

function ofRelease(kind: string): (release: string) => readonly string[] {
  return (release) => (release === '' ? [] : [`${kind}/${release}`]);
}

/** Debian's older releases, which the tracker left, are in OSV's copy only. */
function isTracked(release: string): boolean {
  return release === 'sid' || Number(release) >= 11;
}

/** The feeds that an advisory namespace is fetched from: `Debian:12` from the tracker. */
export function feedsFor(namespace: string): readonly string[] {
  const [base = '', release = ''] = namespace.split(':');
  const own = OWN_FEEDS.get(base);
  if (own) return own(release);
  return normalizeNamespace(namespace) === undefined ? [] : [`osv/${base}`];
}
