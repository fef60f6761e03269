import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { hexVersions } from './version.ts';

versionSchemeTests(hexVersions, ['1.0.0', '1.0.0-a.b', '1.2.3-dev', '1.0.0-rc.1+build', '0.0.1']);
vectorTests({ file: 'hex.tsv', facts: 14 }, hexVersions);
