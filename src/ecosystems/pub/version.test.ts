import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { pubVersions } from './version.ts';

versionSchemeTests(pubVersions, [
  '1.0.0',
  '1.0.0-pre',
  '1.0.0-pre+build',
  '1.2.3+a1',
  '1.0.0-beta.2',
  '01.2.3+1.b',
  'v2.0.0',
]);
vectorTests({ file: 'pub.tsv', facts: 116 }, pubVersions);
