import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { compareRpmSegments, rpmVersions } from './version.ts';

versionSchemeTests(rpmVersions, [
  '1.0-1.el9',
  '1:3.0.7-24.el9',
  '1.0~rc1-1',
  '1.0^20240101git-1',
  '1.0',
  '0:1.2_3-0',
  '10.fc40',
  'a1',
  'b:1',
]);
vectorTests({ file: 'rpm.tsv', facts: 100 }, rpmVersions);
vectorTests(
  { file: 'rpm-segment.tsv', facts: 56 },
  { id: 'rpm-segment', parse: (text) => text, compare: compareRpmSegments },
);
