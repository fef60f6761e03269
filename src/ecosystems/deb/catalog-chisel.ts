import { zstdDecompressSync } from 'node:zlib';
import { DEFAULT_LIMITS, isRecord, parseJson } from '../../base/index.ts';
import type { Diagnostic, OwnedPath, Ownership, Package } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import { ownedPath, PathJoiner } from '../owned-paths.ts';
import { linesOf } from './stanzas.ts';

/** A manifest of all of Ubuntu's slices has some megabytes. */
const MOST_INFLATED = 64 * 1024 * 1024;

/**
 * Reads the manifest that chisel leaves in images cut from Ubuntu packages: zstd, a JSON object a
 * line. It names binary packages only, no sources.
 *
 * https://documentation.ubuntu.com/chisel/en/latest/reference/manifest/
 */
export const chiselManifest: PackageCataloger = {
  id: 'chisel-manifest',
  revision: 1,
  reads: [{ path: 'var/lib/chisel/manifest.wall' }],
  grouping: 'file',

  catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of files) {
      const manifest = readManifest(file);
      if (manifest) findings.push({ path: file.path, ...manifest.contents });
      if (!manifest || manifest.oddLines > 0) diagnostics.push(unreadable(file, manifest));
    }
    return Promise.resolve({ findings, diagnostics });
  },
};

interface Manifest {
  readonly contents: {
    readonly packages: readonly Package[];
    readonly ownership: readonly Ownership[];
  };
  readonly oddLines: number;
}

function readManifest(file: LayerFile): Manifest | undefined {
  const text = inflate(file.bytes());
  if (text === undefined) return undefined;
  const packages: Package[] = [];
  const owned = new Map<string, OwnedPath[]>();
  const joiner = new PathJoiner();
  let oddLines = 0;
  for (const line of linesOf(text)) {
    const parsed = parseJson(line, DEFAULT_LIMITS);
    const row = parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
    if (!row) oddLines++;
    else if (row['kind'] === 'package') packages.push(...packageOf(row, file.path));
    else if (row['kind'] === 'path') addPath(row, owned, joiner);
  }
  const ownership = [...owned].map(([owner, paths]) => ({ owner, paths }));
  return { contents: { packages, ownership }, oddLines };
}

function inflate(bytes: Uint8Array): string | undefined {
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: MOST_INFLATED }).toString('utf8');
  } catch {
    return undefined;
  }
}

type Row = Readonly<Record<string, unknown>>;

function packageOf(row: Row, path: string): Package[] {
  const { name, version, arch } = row;
  if (typeof name !== 'string' || typeof version !== 'string' || !name || !version) return [];
  return [
    {
      ecosystem: 'deb',
      name,
      version,
      ...(typeof arch === 'string' && arch && { architecture: arch }),
      licenses: [],
      locations: [path],
      evidence: 'database',
      confidence: 'exact',
      scope: 'runtime',
    },
  ];
}

/** A path names the slices that it is in: `openssl_bins` is of the package openssl. */
function addPath(row: Row, owned: Map<string, OwnedPath[]>, joiner: PathJoiner): void {
  const { path, slices, sha256, final_sha256: changed } = row;
  if (typeof path !== 'string' || path.endsWith('/') || !Array.isArray(slices)) return;
  const [slice] = slices;
  const joined = joiner.join('', path.slice(1));
  if (typeof slice !== 'string' || joined === undefined) return;
  const owner = slice.slice(0, Math.max(0, slice.lastIndexOf('_')));
  const digest = typeof changed === 'string' ? changed : sha256;
  const found = ownedPath(joined, typeof digest === 'string' ? `sha256:${digest}` : undefined);
  const others = owned.get(owner);
  if (others) others.push(found);
  else owned.set(owner, [found]);
}

function unreadable({ path }: LayerFile, manifest: Manifest | undefined): Diagnostic {
  const what = manifest
    ? `${manifest.oddLines} of its lines are no JSON objects`
    : 'it is not zstd, cut, or too large once inflated';
  return {
    code: 'deb.chisel.damaged',
    severity: 'warning',
    message: `the manifest of chisel could not be read whole: ${what}; packages may be missing`,
    path,
  };
}
