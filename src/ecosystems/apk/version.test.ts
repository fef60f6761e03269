import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { apkVersions } from './version.ts';

versionSchemeTests(apkVersions, [
  '1.0',
  '1.2.3b_rc1-r2',
  '1.05',
  '0.1_git20240101_pre1',
  '3.6.0_pre1~1a2b',
  '1.2_p1-r0',
  '20240101-r1',
  '1_hg2_alpha',
]);
// apk-tools orders these 2 and 26 though it does not call one of the two texts a version.
vectorTests({ file: 'apk-osv.tsv', facts: 7_303, unparsed: 26 }, apkVersions);
