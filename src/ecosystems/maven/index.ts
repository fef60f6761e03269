import { formatPurl } from '../../model/index.ts';
import type { Ecosystem } from '../ecosystem.ts';
import { gradleLock } from './catalog-gradle-lock.ts';
import { javaArchive } from './catalog-java-archive.ts';
import { mavenKeysOf } from './match-keys.ts';
import type { MavenVersion } from './version.ts';
import { mavenVersions } from './version.ts';

/** Java artifacts, named `groupId:artifactId`; those whose groupId nothing tells, by the latter. */
export const maven: Ecosystem<MavenVersion> = {
  id: 'maven',
  title: 'Java artifacts',
  versions: mavenVersions,
  catalogers: [javaArchive, gradleLock],
  advisedBy: 'everywhere',
  // https://maven.apache.org/pom.html#Licenses
  licensesMean: 'any',

  purlOf(pkg) {
    const colon = pkg.name.indexOf(':');
    return formatPurl({
      type: 'maven',
      ...(colon > 0 && { namespace: pkg.name.slice(0, colon) }),
      name: pkg.name.slice(colon + 1),
      version: pkg.version,
    });
  },

  matchTargetOf(pkg) {
    const keys = mavenKeysOf(pkg);
    if (keys.length === 0 || mavenVersions.parse(pkg.version) === undefined) return undefined;
    return { namespace: 'Maven', channels: [], keys, isKernelHeaders: false };
  },

  normalizeName: (name) => name,
  normalizeVersion: (text) => text,
  originOf: () => 'unknown',
};
