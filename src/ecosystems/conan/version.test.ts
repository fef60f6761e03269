import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { conanVersions } from './version.ts';

versionSchemeTests(conanVersions, [
  '1.0.0-',
  '1.2.1-dev',
  '1.2.1',
  '1.1.1w',
  '1.1+b2',
  '0.0.1-3-1',
  '10',
  '2',
  '1a',
  'cci.20200101',
]);
vectorTests({ file: 'conan.tsv', facts: 35 }, conanVersions);
