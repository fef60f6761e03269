import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { debVersions } from './version.ts';

versionSchemeTests(debVersions, [
  '1.0',
  '1:2.30.1-2+deb11u2',
  '2.0~rc1-1',
  '0:09azAZ.-+~:-0',
  '1.2.3+dfsg-1~bpo12+1',
  '1.0a',
  '007-1',
]);
vectorTests({ file: 'deb.tsv', facts: 7_290 }, debVersions);
