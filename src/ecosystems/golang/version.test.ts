import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { goVersions } from './version.ts';

versionSchemeTests(goVersions, [
  'v1.2.3',
  '1.21.0',
  'v0.0.0-20240101000000-abcdefabcdef',
  'v2.0.0+incompatible',
  'v1.0.1-0.20060102150405-hash',
  'go1.21rc2',
  'v1',
  '1.21.0-rc.2',
]);
vectorTests({ file: 'go.tsv', facts: 164 }, goVersions);
