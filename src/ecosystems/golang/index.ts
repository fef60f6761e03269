import { formatPurl } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { goBinary } from './catalog-go-binary.ts';
import { goMod } from './catalog-go-mod.ts';
import { goSdk } from './catalog-go-sdk.ts';
import { isPseudoVersion } from './go-version.ts';
import type { SemVer } from '../semver.ts';
import { goVersions } from './version.ts';

/** Go modules; the standard library is `stdlib`, an installed Go `toolchain`, as advisories say. */
export const golang: Ecosystem<SemVer> = {
  id: 'golang',
  title: 'Go modules',
  versions: goVersions,
  catalogers: [goBinary, goMod, goSdk],
  advisedBy: 'everywhere',

  purlOf(pkg) {
    const segments = pkg.name.split('/');
    const version = pkg.version === '(devel)' ? undefined : pkg.version;
    return formatPurl({
      type: 'golang',
      namespace: segments.slice(0, -1).join('/'),
      name: segments.at(-1) ?? '',
      ...(version && { version }),
    });
  },

  matchTargetOf(pkg) {
    const isUnreleasedMain =
      pkg.facts?.['main'] === 'true' &&
      pkg.version.startsWith('v0.0.0-') &&
      isPseudoVersion(pkg.version);
    const version = golang.normalizeVersion(pkg.version);
    if (isUnreleasedMain || goVersions.parse(version) === undefined) return undefined;
    const key = { name: pkg.name, version, via: 'package' } as const;
    return { namespace: 'Go', channels: [], keys: [key], isKernelHeaders: false };
  },

  normalizeName: (name) => name,
  normalizeVersion: (text) => text.replace(/^v(?=\d)/, '').replace(/\+incompatible$/, ''),
  originOf: () => 'unknown',
};
