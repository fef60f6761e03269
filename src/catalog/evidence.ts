import { hash } from 'node:crypto';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../ecosystems/index.ts';
import type { Diagnostic, Unit } from '../model/index.ts';

/** What one cataloger read from one file or one layer. */
export interface CatalogedEvidence {
  readonly units: readonly Unit[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs a cataloger. One that throws costs its own findings in these files and nothing else; the
 * reader is told, for what it did not read is a gap.
 */
export async function evidenceOf(
  cataloger: PackageCataloger,
  files: readonly LayerFile[],
): Promise<CatalogedEvidence> {
  try {
    const { findings, diagnostics } = await cataloger.catalog(files);
    const byPath = new Map(files.map((file) => [file.path, file]));
    return { units: findings.flatMap((f) => unitOf(cataloger.id, f, byPath)), diagnostics };
  } catch (error) {
    return { units: [], diagnostics: [failed(cataloger.id, files, error)] };
  }
}

/** None of a finding that says nothing: most files of most layers. */
function unitOf(
  cataloger: string,
  finding: CatalogFinding,
  files: ReadonlyMap<string, LayerFile>,
): Unit[] {
  const { path, packages, ownership = [], facts = {} } = finding;
  const file = files.get(path);
  if (file === undefined)
    throw new Error(`${cataloger} found packages in ${path}, not given to it`);
  if (packages.length === 0 && ownership.length === 0 && Object.keys(facts).length === 0) return [];
  const [digest, md5, sha1] = [file.digest(), md5Of(file), sha1Of(file)];
  return [{ cataloger, path, digest, md5, sha1, packages, ownership, facts }];
}

/** Evidence that apk packages bring is small: metadata of Python, Node, Ruby. */
const SHA1_BYTES = 1024 * 1024;

/**
 * Places where dpkg's packages may not put files: the machine's own programs, and its users'.
 *
 * https://www.debian.org/doc/debian-policy/ch-opersys.html#site-specific-programs
 */
const SITE_FOLDERS: readonly string[] = ['usr/local/', 'home/', 'root/'];
/** What takes longer to digest than to ask: executables, archives. */
const LARGE_BYTES = 1024 * 1024;

function md5Of(file: LayerFile): string {
  const isNobodys = SITE_FOLDERS.some((folder) => file.path.startsWith(folder));
  return isNobodys && file.size > LARGE_BYTES ? '' : file.md5();
}

function sha1Of(file: LayerFile): string {
  return file.size > SHA1_BYTES ? '' : `sha1:${hash('sha1', file.bytes(), 'hex')}`;
}

function failed(cataloger: string, files: readonly LayerFile[], error: unknown): Diagnostic {
  const [first] = files;
  const place = files.length === 1 && first ? first.path : `${files.length} files`;
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'catalog.cataloger-failed',
    severity: 'error',
    message: `${cataloger} could not read ${place}: ${reason}; its packages are missing here`,
    ...(first ? { path: first.path } : {}),
  };
}
