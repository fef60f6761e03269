import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import type { PubVersion } from './version.ts';
import { pubVersions } from './version.ts';

/** Packages of Dart and Flutter. */
export const pub: Ecosystem<PubVersion> = libraryEcosystem({
  id: 'pub',
  title: 'Dart packages',
  versions: pubVersions,
  namespace: 'Pub',
});
