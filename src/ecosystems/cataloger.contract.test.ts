import type { PackageCataloger } from './cataloger.ts';
import { catalogerTests } from './cataloger.contract.ts';

/** The least a cataloger can be: one package a file, `name version`. */
const words: PackageCataloger = {
  id: 'words',
  revision: 1,
  reads: [{ basename: 'WORDS' }],
  grouping: 'file',
  catalog: (files) => {
    const findings = files.flatMap((file) => {
      const [name, version] = file.text().split(' ');
      if (!name || !version) return [];
      const pkg = {
        ecosystem: 'npm',
        name,
        version,
        licenses: [],
        locations: [file.path],
        evidence: 'manifest',
        confidence: 'exact',
        scope: 'runtime',
      } as const;
      return [{ path: file.path, packages: [pkg] }];
    });
    return Promise.resolve({ findings, diagnostics: [] });
  },
};

catalogerTests(words, [{ 'a/WORDS': 'left-pad 1.0.0', 'b/WORDS': 'right-pad 2.0.0' }]);
