import type { Package } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';

/** Downloaded sources, vendored ones and Go's own: what they require was resolved elsewhere. */
const NOT_THE_PROJECT = /(?:^|\/)(?:pkg\/mod|vendor|testdata|go\/src)\//;

/** Reads what a go.mod requires; it lists every module of the build since Go 1.17. */
export const goMod: PackageCataloger = {
  id: 'go-mod',
  revision: 1,
  reads: [{ basename: 'go.mod' }],
  grouping: 'file',

  async catalog(files) {
    const findings: CatalogFinding[] = [];
    for (const file of files) {
      if (NOT_THE_PROJECT.test(file.path)) continue;
      const packages = packagesOf(file);
      if (packages.length > 0) findings.push({ path: file.path, packages });
    }
    return { findings, diagnostics: [] };
  },
};

interface Replacement {
  readonly path: string;
  /** Only of this version, if any. */
  readonly of?: string;
  /** Absent of a folder. */
  readonly version?: string;
  readonly by: string;
}

interface GoMod {
  readonly required: Map<string, { readonly version: string; readonly isIndirect: boolean }>;
  readonly replaced: Replacement[];
}

function packagesOf(file: LayerFile): Package[] {
  const { required, replaced } = parseGoMod(file.text());
  return [...required].map(([path, { version, isIndirect }]) => {
    const replacement = replaced.find((r) => r.path === path && (r.of ?? version) === version);
    const isFolder = replacement !== undefined && replacement.version === undefined;
    return {
      ecosystem: 'golang',
      name: replacement && !isFolder ? replacement.by : path,
      version: isFolder ? '(devel)' : (replacement?.version ?? version),
      licenses: [],
      locations: [file.path],
      evidence: 'lockfile',
      confidence: 'exact',
      scope: 'runtime',
      ...(isIndirect && { facts: { indirect: 'true' } }),
    };
  });
}

/** https://go.dev/ref/mod#go-mod-file */
function parseGoMod(text: string): GoMod {
  const found: GoMod = { required: new Map(), replaced: [] };
  let block = '';
  for (const written of text.split('\n')) {
    const slashes = written.indexOf('//');
    const code = (slashes < 0 ? written : written.slice(0, slashes)).trim();
    const comment = slashes < 0 ? '' : written.slice(slashes + 2).trim();
    const words = code.split(/\s+/).map((word) => word.replace(/^["`]|["`]$/g, ''));
    if (block === '' && words.at(-1) === '(') block = words[0] ?? '';
    else if (words[0] === ')') block = '';
    else if (code !== '') {
      const [keyword = '', ...values] = block === '' ? words : [block, ...words];
      addDirective(found, keyword, values, comment);
    }
  }
  return found;
}

function addDirective(
  { required, replaced }: GoMod,
  keyword: string,
  values: readonly string[],
  comment: string,
): void {
  const [path = '', version = ''] = values;
  if (keyword === 'require' && path !== '' && /^v\d/.test(version)) {
    required.set(path, { version, isIndirect: /^indirect\b/.test(comment) });
  }
  const arrow = values.indexOf('=>');
  const by = values[arrow + 1];
  if (keyword !== 'replace' || arrow < 1 || !by) return;
  const newVersion = values[arrow + 2];
  replaced.push({
    path,
    by,
    ...(arrow === 2 && { of: version }),
    ...(newVersion && { version: newVersion }),
  });
}
