import type { Diagnostic, Ownership, Package } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import { readStanzas } from './stanzas.ts';
import { readMd5sums } from './md5sums.ts';

const STATUS_FOLDER = 'var/lib/dpkg/status.d/';
const MD5SUMS = '.md5sums';

/**
 * Reads what dpkg and opkg say is installed: one `status`, or a file a package in `status.d`, where
 * distroless images also keep the digests of the files that each package brought.
 */
export const dpkgStatus: PackageCataloger = {
  id: 'dpkg-status',
  revision: 1,
  reads: [
    { path: 'var/lib/dpkg/status' },
    { under: STATUS_FOLDER },
    { path: 'usr/lib/opkg/status' },
    { path: 'var/lib/opkg/status' },
  ],
  grouping: 'layer',

  catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    const names = new Map<string, string>();
    for (const file of files) {
      if (isMd5sums(file)) continue;
      const packages = packagesOf(file, diagnostics);
      if (packages[0]) names.set(file.path, packages[0].name);
      findings.push({ path: file.path, packages });
    }
    for (const file of files) {
      if (!isMd5sums(file)) continue;
      const stem = file.path.slice(0, -MD5SUMS.length);
      const owner = names.get(stem) ?? decodeName(stem.slice(stem.lastIndexOf('/') + 1));
      const ownership: Ownership = { owner, paths: readMd5sums(file.text()) };
      findings.push({ path: file.path, packages: [], ownership: [ownership] });
    }
    return Promise.resolve({ findings, diagnostics });
  },
};

function isMd5sums(file: LayerFile): boolean {
  return isInStatusFolder(file) && file.path.endsWith(MD5SUMS);
}

/** Also where a link leads there from. */
function isInStatusFolder({ path }: LayerFile): boolean {
  return path.startsWith(STATUS_FOLDER) || path.includes('/status.d/');
}

const FIELDS = new Set([
  'package',
  'status',
  'version',
  'architecture',
  'source',
  'maintainer',
  'license',
]);

function packagesOf(file: LayerFile, diagnostics: Diagnostic[]): Package[] {
  const packages: Package[] = [];
  const needsStatus = !isInStatusFolder(file);
  let stanzas = 0;
  let incomplete = 0;
  for (const fields of readStanzas(file.text(), FIELDS)) {
    stanzas++;
    const status = fields.get('status');
    if (status !== undefined && !hasFiles(status)) continue;
    const found = packageOf(fields, file.path);
    if (found && (status !== undefined || !needsStatus)) packages.push(found);
    else incomplete++;
  }
  if (stanzas === 0 && /\S/.test(file.text())) {
    diagnostics.push({
      code: 'deb.status.unreadable',
      severity: 'warning',
      message: 'nothing in it reads as the record of a package; the database may be damaged',
      path: file.path,
    });
  }
  if (incomplete > 0) {
    diagnostics.push({
      code: 'deb.status.incomplete',
      severity: 'warning',
      message: `${incomplete} of the stanzas lack the name, the version or the status of their package and were left out`,
      path: file.path,
    });
  }
  return packages;
}

const WITHOUT_FILES = new Set(['not-installed', 'config-files', 'half-installed']);

/**
 * Whether a Status (`install ok installed`: wanted, flag, state) is of a package whose files are
 * there, as they are when it is only unpacked, half configured or waits for triggers. The state
 * decides alone: what is wanted (`deinstall`, `hold`) has not happened yet.
 */
function hasFiles(status: string): boolean {
  const [, , state = ''] = status.split(/\s+/, 3);
  return state !== '' && !WITHOUT_FILES.has(state);
}

function packageOf(fields: ReadonlyMap<string, string>, path: string): Package | undefined {
  const name = fields.get('package');
  const version = fields.get('version');
  if (!name || !version) return undefined;
  const architecture = fields.get('architecture');
  const source = parseSource(fields.get('source'), version);
  const vendor = fields.get('maintainer');
  const license = fields.get('license');
  return {
    ecosystem: 'deb',
    name,
    version,
    ...(architecture && { architecture }),
    ...(source && { source }),
    ...(vendor && { vendor }),
    licenses: license ? [license] : [],
    locations: [path],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  };
}

/** `openssl` or `openssl (3.0.11-1)`; without a version it is the package's own. */
function parseSource(
  field: string | undefined,
  version: string,
): { name: string; version: string } | undefined {
  if (!field) return undefined;
  const space = field.search(/\s/);
  if (space === -1) return { name: field, version };
  const rest = field.slice(space).trim();
  const bracketed = rest.startsWith('(') && rest.endsWith(')') ? rest.slice(1, -1).trim() : '';
  return { name: field.slice(0, space), version: bracketed || version };
}

const PACKAGE_NAME = /^[a-z0-9][a-z0-9+.-]+$/;

/** Some builders of distroless images write a package's name in base64 (`bGliYzY` is `libc6`). */
function decodeName(text: string): string {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return text;
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  const isBase64 = Buffer.from(decoded, 'latin1').toString('base64').startsWith(text);
  return isBase64 && PACKAGE_NAME.test(decoded) ? decoded : text;
}
