import { versionSchemeTests } from './version-scheme.contract.ts';
import { vectorTests } from './version-vectors.contract.ts';
import { semverVersions } from './semver.ts';

versionSchemeTests(semverVersions, [
  '1.2.3',
  'v1.2',
  '1.0.0-alpha.1',
  '1.0.0-0.3.7',
  '1.0.0-rc.1+build',
  '= 2',
  '1.0.0--.a',
  '0.0.0-foo',
]);
vectorTests({ file: 'semver.tsv', facts: 52 }, semverVersions);
vectorTests({ file: 'semver-loose.tsv', facts: 20 }, semverVersions);
