import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { gemVersions } from './version.ts';

versionSchemeTests(gemVersions, [
  '1.0',
  '1.2.0.pre1',
  '1.0.0.a.1',
  '1.2-5',
  '0',
  '1.2.3.4',
  '2.0.0.rc1',
  '1.A',
]);
vectorTests({ file: 'gem.tsv', facts: 2_126 }, gemVersions);
