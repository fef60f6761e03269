import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { hackageVersions } from './version.ts';

versionSchemeTests(hackageVersions, ['1', '1.0', '1.0.0', '2.0.3.0', '0.10.12.1', '20240101']);
vectorTests({ file: 'hackage.tsv', facts: 3, unparsed: 1 }, hackageVersions);
