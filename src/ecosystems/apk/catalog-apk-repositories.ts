import type { CatalogFinding, PackageCataloger } from '../cataloger.ts';

/** Far longer than any line of the file. */
const LONGEST_LINE = 4096;

/**
 * Reads which Alpine branches apk installs from, as facts `branch:v3.20` = `main`: an image of edge
 * names a numbered release in its release file.
 */
export const apkRepositories: PackageCataloger = {
  id: 'apk-repositories',
  revision: 1,
  reads: [{ path: 'etc/apk/repositories' }, { under: 'etc/apk/repositories.d/' }],
  grouping: 'file',

  catalog(files) {
    const findings = files.map((file): CatalogFinding => {
      const facts: Record<string, string> = {};
      for (const line of file.text().split('\n')) {
        const branch = branchOf(line.slice(0, LONGEST_LINE).trim());
        if (branch !== undefined) facts[`branch:${branch}`] = 'main';
      }
      return { path: file.path, packages: [], facts };
    });
    return Promise.resolve({ findings, diagnostics: [] });
  },
};

/** `https://host/alpine/v3.20/main`; a repository with a tag (`@edge URL`) serves named packages only. */
function branchOf(line: string): string | undefined {
  if (line.startsWith('#') || line.startsWith('@')) return undefined;
  return /\/(v\d+\.\d+|edge|latest-stable)\/main\/?$/.exec(line)?.[1];
}
