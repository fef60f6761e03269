import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { nugetVersions } from './version.ts';

versionSchemeTests(nugetVersions, [
  '1.0.0',
  '1.0.0.1-1.2.A',
  '1.0+test',
  '1.0.0-BETA',
  '1.4.0rc3',
  '2',
  '1.0.0-beta.1+AA',
]);
vectorTests({ file: 'nuget.tsv', facts: 14 }, nugetVersions);
