import { arrayOf, recordOf, stringOf } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { jsonCataloger, type JsonRoot } from '../json-file.ts';
import { libraryPackage } from '../library-package.ts';
import { lockfileReading, LOCKFILE_BYTES } from '../lockfile.ts';

/**
 * Reads what a .NET program, or a shared runtime, is made of: the packages whose files it loads.
 *
 * https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md
 */
export const depsJson: PackageCataloger = jsonCataloger({
  id: 'nuget-deps-json',
  revision: 1,
  reads: [{ suffix: '.deps.json', maxBytes: LOCKFILE_BYTES }],
  malformed: 'nuget.deps-json.malformed',
  read: (root, path) => lockfileReading(path, packagesIn(root, path)),
});

/** Projects and plain references are the program's own; what is compiled in only is not loaded. */
const KINDS = new Set(['package', 'runtimepack']);

function* packagesIn(root: JsonRoot, path: string): Generator<Package | undefined> {
  const target = runtimeTargetOf(root);
  for (const [id, library] of Object.entries(recordOf(root['libraries']))) {
    const type = stringOf(recordOf(library)['type'])?.toLowerCase() ?? '';
    if (!KINDS.has(type) || (target && !hasFiles(target[id]))) continue;
    const [name = '', version] = id.split('/');
    yield libraryPackage({
      ecosystem: 'nuget',
      name: type === 'runtimepack' ? name.replace(/^runtimepack\./i, '') : name,
      version,
      path,
      evidence: 'metadata',
    });
  }
}

/** By `name/version`; `undefined` where the file does not say for which runtime it is. */
function runtimeTargetOf(root: JsonRoot): Readonly<Record<string, unknown>> | undefined {
  const runtime = root['runtimeTarget'];
  const name = stringOf(runtime) ?? stringOf(recordOf(runtime)['name']);
  const target = name === undefined ? undefined : recordOf(root['targets'])[name];
  return target === undefined ? undefined : recordOf(target);
}

const FILES = ['runtime', 'native', 'runtimeTargets', 'resources'];

/** A package whose assemblies the runtime has newer is named without any. */
function hasFiles(entry: unknown): boolean {
  return FILES.some((kind) => {
    const files = recordOf(entry)[kind];
    return Object.keys(recordOf(files)).length > 0 || arrayOf(files).length > 0;
  });
}
