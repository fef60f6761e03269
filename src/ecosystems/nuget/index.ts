import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import { nugetAssembly } from './catalog-assembly.ts';
import { depsJson } from './catalog-deps-json.ts';
import { packagesConfig } from './catalog-packages-config.ts';
import { packagesLock } from './catalog-packages-lock.ts';
import type { NuGetVersion } from './version.ts';
import { nugetVersions } from './version.ts';

/** Packages of .NET; names and versions in any case. */
export const nuget: Ecosystem<NuGetVersion> = libraryEcosystem({
  id: 'nuget',
  title: '.NET packages',
  versions: nugetVersions,
  catalogers: [depsJson, packagesLock, packagesConfig, nugetAssembly],
  namespace: 'NuGet',
  normalizeName: (name) => name.toLowerCase(),
  normalizeVersion: (text) => text.toLowerCase().split('+', 1)[0] ?? '',
});
