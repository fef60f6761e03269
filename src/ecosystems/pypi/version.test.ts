import { versionSchemeTests } from '../version-scheme.contract.ts';
import { pep440Versions } from './version.ts';

versionSchemeTests(pep440Versions, [
  '1.0',
  '1!1.0a1.dev1+local',
  '2.1.0+cu118',
  '1.0.post1.dev2',
  '1.0.dev0',
  '1.0rc2',
  '1.0b2-346',
  '2024.1.0',
  '1.0.0',
]);
