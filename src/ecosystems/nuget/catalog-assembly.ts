import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';
import { isManaged, versionStrings } from './version-resource.ts';

const MIB = 1024 * 1024;

/**
 * Reads which package an assembly of .NET is of, from its version resource: most packages have the
 * name of their assembly, and write their own version as the product's. Where a `deps.json` names what
 * a program is made of, that says more.
 */
export const nugetAssembly: PackageCataloger = fileCataloger({
  id: 'nuget-assembly',
  revision: 1,
  reads: [{ magic: 'pe', maxBytes: 256 * MIB }],
  accepts: (path) => /\.dll$/i.test(path),
  read({ path, view }) {
    if (!isManaged(view)) return { packages: [] };
    const strings = versionStrings(view);
    const found = libraryPackage({
      ecosystem: 'nuget',
      name: nameOf(strings.get('OriginalFilename') || strings.get('InternalName') || ''),
      version: versionOf(strings.get('ProductVersion') ?? ''),
      path,
      evidence: 'manifest',
      confidence: 'heuristic',
    });
    return { packages: found ? [found] : [] };
  },
});

/** `Newtonsoft.Json` of `Newtonsoft.Json.dll`. Texts of an assembly's languages are no package's. */
function nameOf(file: string): string | undefined {
  const name = /^([\w.-]{1,128})\.dll$/i.exec(file)?.[1];
  return name === undefined || /\.resources$/i.test(name) ? undefined : name;
}

/** `13.0.3` of `13.0.3+0a2e291c0d9c`; four numbers are a file's, and a package's only with a last of 0. */
function versionOf(text: string): string | undefined {
  const [version = ''] = text.trim().split(/[+ ]/, 1);
  const [, three] = /^(\d{1,9}\.\d{1,9}\.\d{1,9})\.0$/.exec(version) ?? [];
  if (three !== undefined) return three;
  return /^\d{1,9}\.\d{1,9}(?:\.\d{1,9}){0,2}(?:-[\w.-]{1,64})?$/.test(version)
    ? version
    : undefined;
}
