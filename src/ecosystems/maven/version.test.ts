import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { mavenVersions } from './version.ts';

versionSchemeTests(mavenVersions, [
  '1.0',
  '1.0-SNAPSHOT',
  '2.0.0.RELEASE',
  '1.0-rc1',
  '1.0-alpha-2',
  '31.1-jre',
  '1.0.Final-redhat-1',
  '1-1.foo-bar1baz-.1',
  '1.x.1',
  '1-0-a',
  '1.0-sp',
  '1-ga-1',
  '2.9.0-1',
]);
vectorTests({ file: 'maven.tsv', facts: 7_741 }, mavenVersions);
