import { apkVersions } from '../src/ecosystems/apk/version.ts';
import { composerVersions } from '../src/ecosystems/composer/version.ts';
import { cranVersions } from '../src/ecosystems/cran/version.ts';
import { debVersions } from '../src/ecosystems/deb/version.ts';
import { gemVersions } from '../src/ecosystems/gem/version.ts';
import { goVersions } from '../src/ecosystems/golang/version.ts';
import { hexVersions } from '../src/ecosystems/hex/version.ts';
import { mavenVersions } from '../src/ecosystems/maven/version.ts';
import { nugetVersions } from '../src/ecosystems/nuget/version.ts';
import { pubVersions } from '../src/ecosystems/pub/version.ts';
import { pep440Versions } from '../src/ecosystems/pypi/version.ts';
import { rpmVersions } from '../src/ecosystems/rpm/version.ts';
import { semverVersions } from '../src/ecosystems/semver.ts';
import type { VersionScheme } from '../src/ecosystems/version-scheme.ts';

// Prints, for each scheme, millions of parses and of comparisons of parsed versions in a second.

const SECONDS = 0.5;
const ROUND = 1_000;

const SEMVER = ['1.2.3', '1.2.4', '1.10.0-rc.1', '2.0.0', '0.9.17', '1.10.0-rc.2', '1.2.3-beta'];

bench(debVersions, ['1:2.30.1-2+deb11u2', '2.36-9+deb12u4', '2.36-9+deb12u7', '1.2.13.dfsg-1']);
bench(rpmVersions, ['1:3.0.7-24.el9', '1:3.0.7-27.el9', '8.5.0-18.el8_8', '2.34-83.el9_3.7']);
bench(apkVersions, ['1.2.4-r2', '3.1.4-r5', '3.1.4-r6', '1.36.1-r15', '2.0_rc1-r0']);
bench(semverVersions, SEMVER);
bench(goVersions, [...SEMVER, 'v0.0.0-20240101000000-abcdefabcdef']);
bench(pep440Versions, ['1.0', '2.31.0', '2.32.0rc1', '1.0.post1', '2024.2.2', '2.1.0+cu118']);
bench(gemVersions, ['1.0', '7.0.8.1', '7.1.0.rc1', '2.2.8.1', '3.0.9']);
bench(mavenVersions, ['2.17.1', '2.0-rc1', '5.3.20.RELEASE', '31.1-jre', '1.0-SNAPSHOT']);
bench(nugetVersions, ['13.0.1', '13.0.3', '6.0.0-preview.1', '4.7.2.1']);
bench(composerVersions, ['v6.4.1', '6.4.2', '7.0.0-BETA1', '1.0.0-rc2']);
bench(pubVersions, [...SEMVER, '1.2.3+4']);
bench(hexVersions, SEMVER);
bench(cranVersions, ['1.0-2', '1.0.10', '0.9-11', '2.1']);

function bench<Version>(scheme: VersionScheme<Version>, texts: readonly string[]): void {
  const versions = texts.map((text) => scheme.parse(text)).filter((one) => one !== undefined);
  let sum = 0;
  const parses = perSecond((index) => {
    sum += scheme.parse(texts[index % texts.length] ?? '') === undefined ? 1 : 0;
  });
  const comparisons = perSecond((index) => {
    const a = versions[index % versions.length];
    const b = versions[(index + 1) % versions.length];
    if (a !== undefined && b !== undefined) sum += scheme.compare(a, b) > 0 ? 1 : 0;
  });
  const line = `${scheme.id.padEnd(10)} ${millions(parses)} M parses/s ${millions(comparisons)} M comparisons/s`;
  console.log(line, sum < 0 ? sum : '');
}

function perSecond(work: (index: number) => void): number {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < SECONDS * 1_000) {
    for (let index = 0; index < ROUND; index++) work(index);
    done += ROUND;
  }
  return (done * 1_000) / (performance.now() - start);
}

function millions(count: number): string {
  return (count / 1e6).toFixed(1).padStart(6);
}
