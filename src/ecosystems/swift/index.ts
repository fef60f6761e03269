import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import type { SemVer } from '../semver.ts';
import { semverVersions } from '../semver.ts';

/** Packages of the Swift package manager, named by the address of their repository. */
export const swift: Ecosystem<SemVer> = libraryEcosystem({
  id: 'swift',
  title: 'Swift packages',
  versions: semverVersions,
  namespace: 'SwiftURL',
  normalizeName: repositoryOf,
});

/** `https://github.com/apple/swift-nio.git` -> `github.com/apple/swift-nio`, as OSV writes it. */
function repositoryOf(address: string): string {
  return address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\.git$/, '')
    .toLowerCase();
}
