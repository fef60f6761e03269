import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { composerLock } from './catalog-composer-lock.ts';
import { installedJson } from './catalog-installed-json.ts';
import { installedPhp } from './catalog-installed-php.ts';
import type { ComposerVersion } from './version.ts';
import { composerVersions } from './version.ts';

/** Packages of PHP: `vendor/name`, in any case; `v1.2` is `1.2`. */
export const composer: Ecosystem<ComposerVersion> = libraryEcosystem({
  id: 'composer',
  title: 'PHP packages',
  versions: composerVersions,
  catalogers: [installedJson, installedPhp, composerLock],
  namespace: 'Packagist',
  // https://getcomposer.org/doc/04-schema.md#license
  licensesMean: 'any',
  isBranch: (version) => /^dev-/i.test(version),
  normalizeName: (name) => name.toLowerCase(),
  normalizeVersion: (text) => text.replace(/^v(?=\d)/i, ''),
});
