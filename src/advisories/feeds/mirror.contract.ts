import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeZip } from '../make-zip.contract.ts';

/** A record of OSV, typed by hand: `id` affects versions of a package before `fixed`. */
export function osvRecord(id: string, name: string, fixed: string, more: object = {}): string {
  return JSON.stringify({
    id,
    modified: '2026-01-02T03:04:05Z',
    summary: `about ${id}`,
    affected: [
      {
        package: { ecosystem: 'npm', name },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
    ...more,
  });
}

/** Records `GHSA-0` to `GHSA-<count - 1>` of the packages `p0`, `p1`... */
export function osvRecords(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `GHSA-${index}.json`,
      osvRecord(`GHSA-${index}`, `p${index}`, '1.0.0'),
    ]),
  );
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'drydock-test-'));
}

/** Puts files into a mirror folder. */
export function writeMirror(
  mirror: string,
  files: Readonly<Record<string, string | Buffer>>,
): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(mirror, path)), { recursive: true });
    writeFileSync(join(mirror, path), content);
  }
}

/** A mirror with npm, the Debian tracker and its copy in OSV, KEV, EPSS, one end of life. */
export function smallMirror(): string {
  const mirror = temporaryFolder();
  const debian = JSON.stringify({
    id: 'DEBIAN-CVE-2024-1',
    modified: '2026-01-01T00:00:00Z',
    upstream: ['CVE-2024-1'],
    affected: ['Debian:12', 'Debian:10'].map((ecosystem) => ({
      package: { ecosystem, name: 'bash' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '9' }] }],
    })),
  });
  const tracker = {
    bash: {
      'CVE-2024-1': { releases: { bookworm: { status: 'resolved', fixed_version: '5.2-2' } } },
    },
  };
  const kev = {
    dateReleased: '2026-01-01T00:00:00Z',
    vulnerabilities: [
      { cveID: 'CVE-2024-0001', dateAdded: '2025-05-05', knownRansomwareCampaignUse: 'Known' },
    ],
  };
  writeMirror(mirror, {
    'osv/npm/all.zip': makeZip(osvRecords(10)),
    'osv/Debian/all.zip': makeZip({ 'DEBIAN-CVE-2024-1.json': debian }),
    'debian-security-tracker/tracker/data/json': JSON.stringify(tracker),
    'kev/known_exploited_vulnerabilities.json': JSON.stringify(kev),
    'epss/epss_scores-current.csv.gz':
      '#model_version:v1,score_date:2026-01-01T00:00:00+0000\ncve,epss,percentile\nCVE-2024-0001,0.5,0.99\n',
    'endoflife/api/debian.json': JSON.stringify([
      { cycle: '12', eol: '2026-06-10', extendedSupport: '2028-06-30' },
    ]),
  });
  return mirror;
}
