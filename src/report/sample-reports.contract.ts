import { typicalContents } from './sample-contents.contract.ts';
import { asDiffId, formatPurl, parseDigest } from '../model/index.ts';
import type {
  AdvisoryHead,
  Digest,
  Finding,
  InventoryPackage,
  License,
  Match,
  Package,
  Severity,
} from '../model/index.ts';
import { makeReport } from './make-report.ts';
import type { ReportInput } from './report-input.ts';
import type { Report } from './report.ts';

/** Reports for tests of formats and texts, typed by hand. */
export const NOW: number = Date.UTC(2026, 0, 31, 12);

export function digestOf(digit: string): Digest {
  const digest = parseDigest(`sha256:${digit.repeat(64)}`);
  if (!digest) throw new Error(`'${digit}' is no hexadecimal digit`);
  return digest;
}

/** Debian 12 with an npm application: exploited, fixable, unfixable, hidden, unknown, and a gap. */
export function typicalReport(changes: Partial<ReportInput> = {}): Report {
  return makeReport({ ...typicalInput(), ...changes });
}

export function emptyReport(): Report {
  return typicalReport({
    inventory: { ...typicalInput().inventory, packages: [], layers: [] },
    findings: [],
    steps: [],
    diagnostics: [],
  });
}

/** Every text that an image or a feed can write, hostile. `text` stands in each. */
export function hostileReport(text: string): Report {
  const input = typicalInput();
  const packages = input.inventory.packages.map((found) => ({
    ...found,
    purl: undefined,
    foundBy: found.foundBy,
    package: {
      ...found.package,
      name: text,
      version: text,
      vendor: text,
      licenses: [text],
      locations: [text],
      source: { name: text, version: text },
      facts: { [text]: text },
    },
  }));
  return makeReport({
    ...input,
    image: {
      ...input.image,
      reference: text,
      platform: text,
      created: text,
      labels: { [text]: text },
      checks: (input.image.checks ?? []).map((check) => ({ ...check, place: text })),
    },
    inventory: {
      ...input.inventory,
      packages,
      distro: { id: text, versionId: text, prettyName: text, idLike: [text], path: text },
      layers: input.inventory.layers.map((layer) => ({ ...layer, createdBy: text })),
      facts: { apt: { [text]: text } },
      secrets: {
        ...typicalContents().secrets,
        found: typicalContents().secrets.found.map((secret) => ({ ...secret, path: text })),
      },
      sboms: typicalContents().sboms.map((sbom) => ({ ...sbom, place: text, missing: [text] })),
    },
    findings: input.findings.map((finding) => ({
      ...finding,
      id: text,
      ids: [text, `${text}2`],
      vendorIds: [text],
      fixedIn: text,
      introduced: text,
      context: {
        severities: [],
        weaknesses: [text],
        isRejected: false,
        title: text,
        kev: { addedAt: text, usedByRansomware: true },
      },
      matches: finding.matches.map((match) => ({
        ...match,
        advisory: { ...match.advisory, id: text, source: text },
        key: { ...match.key, name: text, version: text },
      })),
    })),
    steps: input.steps.map((step) => ({
      ...step,
      command: text,
      place: text,
      changes: [{ name: text, from: text, to: text }],
    })),
    diagnostics: [{ code: 'a.b', severity: 'warning', message: text, path: text }],
  });
}

/** Texts that have broken somebody's output: terminals, spreadsheets, HTML, Markdown, JSON, logs. */
export const HOSTILE_TEXTS: readonly string[] = [
  '\u001B[31mred\u001B[0m\u001B]8;;http://evil\u0007link\u001B]8;;\u0007\u001B]52;c;aGk=\u0007',
  '\u009B2J\u0090q\u009C\u0007\b\r\n\tend\u0000',
  '\u202Efdp.exe\u2066\u200Bwide\uFEFF',
  `"quotes' and \`ticks\`" | pipe \\ back`,
  "=cmd|' /C calc'!A0",
  '\t=1+1',
  '@SUM(A1)',
  '-2+3',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)> javascript:alert(1) &amp; &#x41;',
  '[x](http://evil) ![i](http://evil/i.png) https://evil www.evil.com @user #1 ~~s~~ | --- |',
  '```\n# head\n- [ ] item\n> quote\n<details>',
  'lone \uD800 half \uDC00 and 漢字 😀 e\u0301',
  'name\r\nname2: value',
  '../../etc/passwd?x=1#y:z%00',
  '__proto__',
  '{0} {{1}} %s $HOME $(id) `id`',
  ' ',
  'x'.repeat(65_536),
];

/** What it is made of. */
export function typicalInput(): ReportInput {
  const packages = [
    packageOf('deb', 'libssl3', '3.0.11-1~deb12u1', 'var/lib/dpkg/status', {
      architecture: 'amd64',
      source: { name: 'openssl', version: '3.0.11-1~deb12u1' },
      vendor: 'Debian OpenSSL Team (group) <pkg-openssl@lists.debian.org>',
      licenses: ['Apache-2.0', 'Some prose, nobody knows'],
      evidence: 'database',
    }),
    packageOf(
      'npm',
      'lodash',
      '4.17.15',
      'app/node_modules/lodash/package.json',
      { licenses: ['MIT'] },
      { expression: 'MIT', ids: ['MIT'], from: 'declared' },
    ),
    packageOf(
      'npm',
      '@scope/tool',
      '1.0.0',
      'app/node_modules/@scope/tool/package.json',
      { licenses: ['(MIT OR Apache-2.0)'] },
      { expression: 'MIT OR Apache-2.0', ids: ['Apache-2.0', 'MIT'], from: 'declared' },
    ),
    packageOf('golang', 'example.com/app', '', 'usr/bin/app', { facts: { main: 'true' } }),
  ];
  return {
    image: {
      reference: 'acme/shop:1.4',
      kind: 'oci-layout',
      digest: digestOf('9'),
      imageId: digestOf('8'),
      platform: 'linux/amd64',
      compressedSize: 409_000_000,
      size: 1_200_000_000,
      created: '2026-01-30T08:15:00.123456789Z',
      labels: { maintainer: 'acme' },
      checks: [
        {
          id: 'secret-in-environment',
          place: 'ENV NPM_TOKEN',
          message: 'a variable looks secret, and whoever can pull the image can read it',
          advice: 'give it when the container is started',
        },
      ],
    },
    inventory: {
      distro: {
        id: 'debian',
        versionId: '12',
        prettyName: 'Debian GNU/Linux 12 (bookworm)',
        idLike: [],
        path: 'etc/os-release',
      },
      layers: [
        {
          diffId: asDiffId(digestOf('1')),
          digest: digestOf('2'),
          compressedSize: 29_000_000,
          size: 80_000_000,
          createdBy: 'ADD rootfs.tar /',
          createdAt: '2026-01-20T00:00:00Z',
        },
        { compressedSize: 380_000_000, size: 1_120_000_000, createdBy: 'COPY . /app' },
      ],
      ...typicalContents(),
      packages,
      facts: {},
      diagnostics: [],
    },
    findings: typicalFindings(),
    steps: [
      {
        ecosystem: 'deb',
        changes: [{ name: 'libssl3', from: '3.0.11-1~deb12u1', to: '3.0.13-1~deb12u1' }],
        command: 'apt-get update && apt-get install -y --only-upgrade libssl3',
        isBreaking: false,
        fixes: { critical: 1, high: 0, medium: 0, low: 0, negligible: 0, none: 0, unknown: 0 },
        exploited: 1,
      },
      {
        ecosystem: 'npm',
        changes: [{ name: 'lodash', from: '4.17.15', to: '4.17.21' }],
        command: 'npm install lodash@4.17.21',
        place: 'app',
        isBreaking: true,
        fixes: { critical: 0, high: 1, medium: 0, low: 0, negligible: 0, none: 0, unknown: 0 },
        exploited: 0,
      },
    ],
    coverage: {
      namespaces: ['Debian:12', 'npm'].map((namespace) => ({
        namespace,
        source: 'osv',
        listsUnfixed: true,
        records: 1234,
        fetchedAt: '2026-01-31T11:48:00Z',
        newestAt: '2026-01-31T10:00:00Z',
      })),
      uncovered: [],
      withoutFeed: 0,
      withoutAdvisories: [],
      unadvised: [],
      derived: [],
    },
    diagnostics: [
      {
        code: 'deb.status.incomplete',
        severity: 'warning',
        message: 'stanza without a version',
        path: 'var/lib/dpkg/status.d/odd',
        layer: 0,
      },
      { code: 'image.history.mismatch', severity: 'info', message: 'history has fewer lines' },
    ],
    snapshot: {
      number: 4187,
      digest: digestOf('a'),
      createdAt: '2026-01-31T11:50:00Z',
      isStarter: false,
    },
    now: NOW,
  };
}

function typicalFindings(): Finding[] {
  return [
    findingOf('CVE-2026-1111', 0, 'critical', {
      fixedIn: '3.0.13-1~deb12u1',
      status: 'fix_available',
      vendorIds: ['DSA-5999-1'],
      context: {
        severities: [],
        weaknesses: ['CWE-787', 'NVD-CWE-noinfo'],
        isRejected: false,
        kev: { addedAt: '2026-01-12', dueAt: '2026-02-02', usedByRansomware: false },
        epss: { probability: 0.94, percentile: 0.999 },
      },
    }),
    findingOf('CVE-2021-23337', 1, 'high', { fixedIn: '4.17.21', status: 'fix_available' }),
    findingOf('CVE-2025-0001', 0, 'medium', { status: 'will_not_fix' }),
    findingOf('GHSA-aaaa-bbbb-cccc', 2, 'unknown', { lastAffected: '1.0.0' }),
    findingOf('CVE-2025-0002', 0, 'negligible', { hidden: 'unimportant' }),
    findingOf('MAL-2026-1', 2, 'critical', { class: 'malware' }),
  ];
}

function packageOf(
  ecosystem: string,
  name: string,
  version: string,
  location: string,
  more: Partial<Package>,
  license?: License,
): InventoryPackage {
  const [last = '', namespace] = name.split('/').toReversed();
  const purl = formatPurl({
    type: ecosystem,
    name: last,
    ...(namespace !== undefined && { namespace }),
    ...(version !== '' && { version }),
  });
  return {
    package: {
      ecosystem,
      name,
      version,
      licenses: [],
      locations: [location],
      evidence: 'metadata',
      confidence: 'exact',
      scope: 'runtime',
      ...more,
    },
    purl: version === '' ? undefined : purl,
    foundBy: `${ecosystem}-cataloger`,
    introducedIn: ecosystem === 'deb' ? 0 : 1,
    origin: ecosystem === 'deb' ? 'distribution' : 'unknown',
    ...(license && { license }),
    item: undefined,
  };
}

function findingOf(id: string, at: number, severity: Severity, more: Partial<Finding>): Finding {
  const advisory: AdvisoryHead = {
    id,
    class: 'vulnerability',
    aliases: [],
    upstream: [],
    source: 'osv',
    severities: [],
    modified: '2026-01-20T00:00:00Z',
    isUnreviewed: false,
  };
  const match: Match = {
    advisory,
    affected: {
      ecosystem: 'npm',
      namespace: 'npm',
      name: 'lodash',
      ranges: [],
      versions: [],
      status: 'affected',
      architectures: [],
    },
    key: { name: 'lodash', version: '4.17.15', via: 'package' },
    scheme: 'semver',
    deciding: {
      kind: 'range',
      events: [
        { kind: 'introduced', version: '0' },
        { kind: 'fixed', version: '4.17.21' },
      ],
      index: 0,
    },
    otherFixes: [],
  };
  const rating = {
    source: 'NVD',
    severity,
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    score: 9.8,
  };
  return {
    id,
    ids: [id, `GHSA-${id.toLowerCase()}`],
    vendorIds: [],
    package: at,
    class: 'vulnerability',
    status: 'affected',
    severity,
    ...(severity !== 'unknown' && { rating }),
    ratings: severity === 'unknown' ? [] : [rating],
    introduced: '0',
    confidence: 'exact',
    matches: [match],
    ...more,
  };
}
