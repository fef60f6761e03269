import type { InventoryMatches } from '../src/match/index.ts';
import type {
  Digest,
  Finding,
  Inventory,
  InventoryPackage,
  Match,
  Severity,
} from '../src/model/index.ts';
import { parseDigest } from '../src/model/index.ts';
import { seeded } from '../src/api/generated-requests.contract.ts';

const LAYERS = 12;
const SHARES: readonly (readonly [Severity, number])[] = [
  ['critical', 0.03],
  ['high', 0.2],
  ['medium', 0.7],
  ['low', 0.95],
  ['unknown', 1],
];

/** What is known of an image as large as the largest that people push; the same for the same sizes. */
export function largeImage(
  packageCount: number,
  findingCount: number,
): { readonly inventory: Inventory; readonly matches: InventoryMatches } {
  const random = seeded(7);
  const packages = Array.from({ length: packageCount }, (_, at) => packageAt(at, random));
  const findings = Array.from({ length: findingCount }, (_, at) => {
    const index = Math.floor(random() ** 2 * packageCount);
    return findingAt(at, index, packages[index] ?? packageAt(index, random), random);
  });
  const order = SHARES.map(([severity]) => severity);
  return {
    inventory: {
      layers: Array.from({ length: LAYERS }, (_, at) => ({
        digest: digestAt(at),
        compressedSize: 10_000_000,
        size: 30_000_000,
        createdBy: `RUN step ${at} && npm ci`,
      })),
      packages,
      facts: {},
      diagnostics: [],
    },
    matches: {
      findings: findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity)),
      coverage: {
        namespaces: [],
        uncovered: [],
        withoutFeed: 0,
        withoutAdvisories: [],
        unadvised: [],
        derived: [],
      },
      diagnostics: [],
    },
  };
}

function packageAt(at: number, random: () => number): InventoryPackage {
  const isDebian = at % 6 === 0;
  const name = isDebian ? `libthing${at}` : `@scope${at % 90}/library-${at}`;
  const version = `${1 + (at % 7)}.${at % 31}.${at % 11}`;
  return {
    package: {
      ecosystem: isDebian ? 'deb' : 'npm',
      name,
      version,
      ...(isDebian && { architecture: 'amd64', source: { name: `thing${at}`, version } }),
      licenses: ['MIT'],
      locations: isDebian
        ? ['var/lib/dpkg/status']
        : Array.from(
            { length: 1 + Math.floor(random() * 3) },
            (_, place) => `app/${place}/node_modules/${name}/package.json`,
          ),
      evidence: isDebian ? 'database' : 'metadata',
      confidence: 'exact',
      scope: 'runtime',
    },
    purl: undefined,
    foundBy: isDebian ? 'dpkg-status' : 'npm-package',
    introducedIn: Math.floor(random() * LAYERS),
    origin: 'unknown',
    item: {
      ecosystem: isDebian ? 'deb' : 'npm',
      namespace: isDebian ? 'Debian:12' : 'npm',
      channels: [],
      keys: [{ name, version, via: 'package' }],
      class: 'package',
    },
  };
}

function findingAt(
  at: number,
  index: number,
  { package: found }: InventoryPackage,
  random: () => number,
): Finding {
  const id = `CVE-20${10 + (at % 16)}-${10_000 + (at % 7_000)}`;
  const ghsa = `GHSA-${at.toString(36).padStart(4, '2')}-2222-3333`;
  const share = random();
  const severity = SHARES.find(([, up]) => share < up)?.[0] ?? 'unknown';
  const score = Math.round(random() * 100) / 10;
  const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
  const ratings = ['NVD', 'GHSA'].map((source) => ({ source, severity, vector, score }));
  const fixedIn = random() < 0.7 ? `${9 + (at % 3)}.0.${at % 5}` : undefined;
  const [rating] = ratings;
  return {
    id,
    ids: [id, ghsa],
    vendorIds: [],
    package: index,
    class: 'vulnerability',
    status: fixedIn === undefined ? 'affected' : 'fix_available',
    severity,
    ...(rating && { rating }),
    ratings,
    introduced: '0',
    ...(fixedIn !== undefined && { fixedIn }),
    context: {
      epss: { probability: Math.round(random() ** 4 * 1e5) / 1e5, percentile: random() },
      ...(random() < 0.01 && { kev: { addedAt: '2024-01-01', usedByRansomware: false } }),
      severities: ratings,
      weaknesses: ['CWE-79'],
      isRejected: false,
      title: 'a title as long as those that the records of vulnerabilities have, more or less',
    },
    ...(random() < 0.05 && { hidden: 'unimportant' as const }),
    confidence: 'exact',
    matches: [
      matchAt(ghsa, found.name, found.version, fixedIn),
      matchAt(id, found.name, found.version, fixedIn),
    ],
  };
}

function matchAt(id: string, name: string, version: string, fixedIn: string | undefined): Match {
  const events = [
    { kind: 'introduced', version: '0' } as const,
    ...(fixedIn === undefined ? [] : [{ kind: 'fixed', version: fixedIn } as const]),
  ];
  const ratings = [{ source: 'GHSA', severity: 'high', score: 7.5 } as const];
  return {
    advisory: {
      id,
      class: 'vulnerability',
      aliases: [id],
      upstream: [],
      source: 'osv',
      severities: ratings,
      modified: '2026-01-01T00:00:00Z',
      isUnreviewed: false,
    },
    affected: {
      ecosystem: 'npm',
      namespace: 'npm',
      name,
      ranges: [events, events],
      versions: [],
      status: 'affected',
      architectures: [],
    },
    key: { name, version, via: 'package' },
    scheme: 'npm',
    deciding: { kind: 'range', events, index: 0 },
    introduced: '0',
    ...(fixedIn !== undefined && { fixedIn }),
    otherFixes: [],
  };
}

/** A digest of nothing, one for each number. */
export function digestAt(at: number): Digest {
  const digest = parseDigest(`sha256:${at.toString(16).padStart(64, '0')}`);
  if (digest === undefined) throw new Error('no digest');
  return digest;
}
