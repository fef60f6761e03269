import type { Package } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import { libraryPackage } from '../library-package.ts';

const UNDER = 'var/lib/flatpak/';
const MIB = 1024 * 1024;

/**
 * Reads what Flatpak deployed for the whole system. Name, architecture and branch are those of the
 * folders; the version is the one that `deploy` keeps of an application, else the branch, which is what
 * runtimes are versioned by.
 *
 * https://docs.flatpak.org/en/latest/flatpak-command-reference.html
 */
export const flatpakDeploy: PackageCataloger = {
  id: 'flatpak-deploy',
  revision: 1,
  reads: [
    { under: UNDER, suffix: '/metadata', maxBytes: MIB },
    { under: UNDER, suffix: '/deploy', maxBytes: MIB },
  ],
  grouping: 'layer',

  catalog(files) {
    const byPath = new Map(files.map((file) => [file.path, file]));
    const findings = files.flatMap((file): CatalogFinding[] => {
      const found = packageIn(file, byPath);
      return found ? [{ path: file.path, packages: [found] }] : [];
    });
    return Promise.resolve({ findings, diagnostics: [] });
  },
};

/** `app/org.gnome.Maps/x86_64/stable/COMMIT/metadata` */
const DEPLOYED = /\/(?:app|runtime)\/([^/]+)\/([^/]+)\/([^/]+)\/[0-9a-f]{64}\/metadata$/;

function packageIn(file: LayerFile, byPath: ReadonlyMap<string, LayerFile>): Package | undefined {
  const [, name, architecture, branch] = DEPLOYED.exec(file.path) ?? [];
  const deploy = byPath.get(`${file.path.slice(0, -'metadata'.length)}deploy`);
  const version = deploy && versionIn(deploy);
  const found = libraryPackage({
    ecosystem: 'flatpak',
    name,
    version: version ?? branch,
    path: file.path,
    evidence: 'metadata',
    confidence: version === undefined ? 'derived' : 'exact',
    facts: { branch },
  });
  return found && architecture !== undefined ? { ...found, architecture } : found;
}

const KEY = Buffer.from('appdata-version\0', 'latin1');
/** Where GVariant puts a value in a dictionary. */
const ALIGNMENT = 8;
const LONGEST = 64;

/**
 * The entry `appdata-version` of `deploy`: its key, NULs up to a multiple of eight, the text, a NUL.
 *
 * https://docs.gtk.org/glib/gvariant-specification-1.0.html
 */
function versionIn({ view }: LayerFile): string | undefined {
  const at = view.indexOf(KEY, 0, view.length);
  if (at === -1) return undefined;
  const start = Math.ceil((at + KEY.length) / ALIGNMENT) * ALIGNMENT;
  const text = view.bytes(start, Math.min(LONGEST, view.length - start))?.toString('latin1') ?? '';
  return /^([\w.+~:-]+)\0/.exec(text)?.[1];
}
