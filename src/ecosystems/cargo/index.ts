import { formatPurl } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import type { SemVer } from '../semver.ts';
import { semverVersions } from '../semver.ts';
import { cargoAuditable } from './catalog-cargo-auditable.ts';
import { cargoLock } from './catalog-cargo-lock.ts';
import { cargoPanicPaths } from './catalog-panic-paths.ts';

/** Rust crates. */
export const cargo: Ecosystem<SemVer> = {
  id: 'cargo',
  title: 'Rust crates',
  versions: semverVersions,
  catalogers: [cargoAuditable, cargoPanicPaths, cargoLock],
  advisedBy: 'everywhere',

  purlOf: (pkg) => formatPurl({ type: 'cargo', name: pkg.name, version: pkg.version }),

  matchTargetOf(pkg) {
    const isComparable = semverVersions.parse(pkg.version) !== undefined;
    if (!isComparable || isFromElsewhere(pkg.facts?.['source'])) return undefined;
    const key = { name: pkg.name, version: pkg.version, via: 'package' } as const;
    return { namespace: 'crates.io', channels: [], keys: [key], isKernelHeaders: false };
  },

  normalizeName: (name) => name,
  normalizeVersion: (text) => text,
  originOf: () => 'unknown',
};

/**
 * From a git repository or a registry that is not crates.io: there the same name may be another
 * crate. A local one counts: the program itself, built from its own sources.
 */
function isFromElsewhere(source: string | undefined): boolean {
  if (source === 'git' || source === 'registry') return true;
  const isUrl = source?.includes('+') ?? false;
  return (
    isUrl &&
    !/^(?:registry|sparse)\+https:\/\/(?:github\.com\/rust-lang\/crates\.io-index|index\.crates\.io)(?:\/|$)/.test(
      source ?? '',
    )
  );
}
