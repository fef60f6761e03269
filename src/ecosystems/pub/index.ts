import type { BuiltVersion } from '../built-semver.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { pubspecLock } from './catalog-pubspec-lock.ts';
import { pubVersions } from './version.ts';

/** Packages of Dart and Flutter; what is part of their SDK has no advisories. */
export const pub: Ecosystem<BuiltVersion> = libraryEcosystem({
  id: 'pub',
  title: 'Dart packages',
  versions: pubVersions,
  catalogers: [pubspecLock],
  namespace: ({ facts }) => (facts?.['source'] === 'sdk' ? undefined : 'Pub'),
});
