import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Inventory, Package } from '../model/index.ts';
import { finishInventory } from '../catalog/index.ts';

/** Third-party facts, beside the repository: what 20 recorded scans found, and their advisories. */
export const CASES: string = join(import.meta.dirname, '../../../shared/cases');
export const SCANS: string = join(CASES, 'trivy-integration');

/** Why a test cannot run here; in CI nothing is skipped. */
export function skipWithout(path: string): false | string {
  return existsSync(path) || process.env['CI'] === 'true' ? false : `SKIPPED: ${path} is not there`;
}

/** All packages and all advisories of these are recorded, and nothing was filtered. */
export const CLOSED: ReadonlySet<string> = new Set([
  'alpine-310',
  'amazon-2',
  'cargo.lock',
  'composer.vendor',
  'dotnet',
  'mix.lock',
  'opensuse-leap-151',
  'photon-30',
  'poetry',
  'swift',
  'ubuntu-1804',
  'uv',
]);

/** A finding as it was recorded. */
export interface ExpectedFinding {
  readonly id: string;
  readonly package: string;
  readonly installed: string;
  readonly fixed?: string;
  readonly status: string;
  readonly severity: string;
  readonly severitySource?: string;
  readonly vendorIds?: readonly string[];
}

export interface RecordedResult {
  readonly class: 'os-pkgs' | 'lang-pkgs';
  readonly type: string;
  readonly packages: readonly { readonly name: string; readonly version: string }[] | null;
  readonly expected: readonly ExpectedFinding[];
}

export interface RecordedScan {
  readonly os: { readonly Family: string; readonly Name: string } | null;
  readonly osPackageList: string | null;
  readonly results: readonly RecordedResult[];
}

interface ListedPackage {
  readonly name: string;
  readonly version: string;
  readonly release?: string;
  readonly epoch?: number;
  readonly arch?: string;
  readonly srcName?: string;
  readonly srcVersion?: string;
  readonly srcRelease?: string;
}

export function recordedScans(): string[] {
  return readdirSync(SCANS)
    .filter((name) => name.endsWith('.json') && name !== 'advisories.json')
    .map((name) => name.replace(/\.json$/, ''));
}

export function readScan(name: string): RecordedScan {
  return JSON.parse(readFileSync(join(SCANS, `${name}.json`), 'utf8'));
}

/** os-release's word for what was scanned. */
const DISTROS: Readonly<Record<string, readonly [id: string, ecosystem: string]>> = {
  alma: ['almalinux', 'rpm'],
  alpine: ['alpine', 'apk'],
  amazon: ['amzn', 'rpm'],
  centos: ['centos', 'rpm'],
  debian: ['debian', 'deb'],
  'opensuse-leap': ['opensuse-leap', 'rpm'],
  photon: ['photon', 'rpm'],
  ubuntu: ['ubuntu', 'deb'],
};

const LIBRARIES: Readonly<Record<string, string>> = {
  cargo: 'cargo',
  'composer-vendor': 'composer',
  'dotnet-core': 'nuget',
  gemspec: 'gem',
  gradle: 'maven',
  hex: 'hex',
  npm: 'npm',
  poetry: 'pypi',
  swift: 'swift',
  uv: 'pypi',
};

/** Sources of binary packages that scans name without them. */
const SOURCES: Readonly<Record<string, string>> = {
  'libcrypto1.1': 'openssl',
  'libidn2-0': 'libidn2',
  'libssl1.1': 'openssl',
};

/** What was installed; where no list was recorded, the packages that findings are on. */
export function inventoryOf({ os, osPackageList, results }: RecordedScan): Inventory {
  const [id, ecosystem = ''] = os ? (DISTROS[os.Family] ?? assert.fail(os.Family)) : [];
  const packages = results.flatMap((result): Package[] => {
    if (result.class === 'lang-pkgs') {
      const type = LIBRARIES[result.type] ?? assert.fail(result.type);
      const listed = result.packages ?? result.expected.map(installedOf);
      return listed.map(({ name, version }) => packageOf(type, name, version));
    }
    if (osPackageList === null) {
      return result.expected.map(installedOf).map(({ name, version }) => ({
        ...packageOf(ecosystem, name, version),
        source: { name: SOURCES[name] ?? name, version: version.replace(/^\d+:/, '') },
      }));
    }
    return readPackages(join(CASES, osPackageList))
      .filter(({ name }) => name !== 'gpg-pubkey')
      .map((one) => osPackage(ecosystem, one));
  });
  const versionId = os?.Name.split(' ')[0] ?? '';
  return finishInventory({
    layers: [],
    distro: id ? { id, versionId, idLike: [], path: 'etc/os-release' } : undefined,
    facts: new Map(),
    occurrences: packages.map((pkg) => ({ package: pkg, foundBy: 'recorded', introducedIn: 0 })),
    diagnostics: [],
  });
}

function readPackages(path: string): readonly ListedPackage[] {
  const list: { readonly packages: ListedPackage[] } = JSON.parse(readFileSync(path, 'utf8'));
  return list.packages;
}

function installedOf({ package: name, installed }: ExpectedFinding): {
  readonly name: string;
  readonly version: string;
} {
  return { name, version: installed };
}

function osPackage(ecosystem: string, listed: ListedPackage): Package {
  const { name, version, release, epoch = 0, arch, srcName, srcVersion, srcRelease } = listed;
  const isRpm = ecosystem === 'rpm';
  const shown = release === undefined ? version : `${version}-${release}`;
  const source = srcRelease === undefined ? srcVersion : `${srcVersion}-${srcRelease}`;
  return {
    ...packageOf(ecosystem, name, isRpm && epoch > 0 ? `${epoch}:${shown}` : shown),
    ...(arch !== undefined && { architecture: arch }),
    ...(srcName && source && { source: { name: srcName, version: source } }),
  };
}

function packageOf(ecosystem: string, name: string, version: string): Package {
  return {
    ecosystem,
    name,
    version,
    licenses: [],
    locations: [],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  };
}
