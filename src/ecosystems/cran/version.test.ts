import { versionSchemeTests } from '../version-scheme.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { cranVersions } from './version.ts';

versionSchemeTests(cranVersions, ['1.0', '0.1-0', '1.8.0', '0.01', '2024.1-3', '3']);
vectorTests({ file: 'cran.tsv', facts: 44 }, cranVersions);
