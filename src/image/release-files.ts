import type { Distro } from '../model/index.ts';

type Reader = (text: string, path: string) => Distro | undefined;

/**
 * Release files, first that answers first. Oracle's and CentOS's own stand before redhat-release:
 * Oracle Linux has one there that says Red Hat.
 */
const READERS: readonly (readonly [string, Reader])[] = [
  ['etc/os-release', osRelease],
  ['usr/lib/os-release', osRelease],
  ['etc/oracle-release', redHatRelease],
  ['etc/centos-release', redHatRelease],
  ['etc/redhat-release', redHatRelease],
  ['etc/system-release', redHatRelease],
  ['etc/system-release-cpe', systemReleaseCpe],
  ['etc/alpine-release', alpineRelease],
  ['etc/debian_version', debianVersion],
  ['etc/lsb-release', lsbRelease],
];

/** Paths of all files that `detectDistro` looks at, relative to the image root. */
export const RELEASE_FILES: readonly string[] = READERS.map(([path]) => path);

/**
 * The distribution that release files tell of, or `undefined`: nothing is guessed from a file that
 * names none. A link among them must have been followed.
 *
 * https://www.freedesktop.org/software/systemd/man/latest/os-release.html
 *
 * @param files path to text, as in `LayerInventory.releaseFiles`.
 */
export function detectDistro(files: Readonly<Record<string, string>>): Distro | undefined {
  for (const [path, read] of READERS) {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    const distro = text === undefined ? undefined : read(text, path);
    if (distro) return withPointRelease(distro, files['etc/debian_version']);
  }
  return undefined;
}

/** Debian's os-release has no more than the major release, distroless images not even that. */
function withPointRelease(distro: Distro, debianVersion: string | undefined): Distro {
  const release = debianVersion?.trim() ?? '';
  if (distro.id !== 'debian' || !/^\d+(?:\.\d+)?$/.test(release)) return distro;
  const isFiner = distro.versionId === '' || release.startsWith(`${distro.versionId}.`);
  if (!isFiner) return distro;
  return { ...distro, versionId: release, version: distro.version ?? release };
}

function osRelease(text: string, path: string): Distro | undefined {
  const fields = assignments(text);
  const id = fields.get('ID')?.toLowerCase();
  if (!id) return undefined;
  return {
    id,
    versionId: fields.get('VERSION_ID') ?? '',
    ...optional('version', fields.get('VERSION')),
    ...optional('codename', fields.get('VERSION_CODENAME')),
    ...optional('name', fields.get('NAME')),
    ...optional('prettyName', fields.get('PRETTY_NAME')),
    ...optional('variantId', fields.get('VARIANT_ID')),
    ...optional('buildId', fields.get('BUILD_ID')),
    ...optional('cpeName', fields.get('CPE_NAME')),
    ...optional('ubuntuCodename', fields.get('UBUNTU_CODENAME')),
    idLike: words(fields.get('ID_LIKE')),
    path,
  };
}

function lsbRelease(text: string, path: string): Distro | undefined {
  const fields = assignments(text);
  const id = fields.get('DISTRIB_ID')?.toLowerCase();
  if (!id) return undefined;
  return {
    id,
    versionId: fields.get('DISTRIB_RELEASE') ?? '',
    ...optional('codename', fields.get('DISTRIB_CODENAME')),
    ...optional('prettyName', fields.get('DISTRIB_DESCRIPTION')),
    idLike: [],
    path,
  };
}

/** Names before `release`, as they begin, and the id that their os-release has. */
const RED_HAT_NAMES: readonly (readonly [string, string])[] = [
  ['red hat enterprise linux', 'rhel'],
  ['centos', 'centos'],
  ['almalinux', 'almalinux'],
  ['rocky linux', 'rocky'],
  ['oracle linux', 'ol'],
  ['scientific linux', 'scientific'],
  ['fedora', 'fedora'],
  ['amazon linux', 'amzn'],
  ['cbl-mariner', 'mariner'],
  ['openeuler', 'openeuler'],
  ['mageia', 'mageia'],
];

/** `CentOS Linux release 7.9.2009 (Core)`; a name that is not known is no distribution. */
function redHatRelease(text: string, path: string): Distro | undefined {
  const [line = ''] = text.trim().split('\n', 1);
  const at = line.toLowerCase().indexOf(' release ');
  if (at < 0) return undefined;
  const name = line.slice(0, at);
  const version = line.slice(at + ' release '.length).trim();
  const [versionId] = /^[\w.]+/.exec(version) ?? [];
  const id = RED_HAT_NAMES.find(([start]) => name.toLowerCase().startsWith(start))?.[1];
  if (id === undefined || versionId === undefined) return undefined;
  return { id, versionId, version, name, prettyName: line.trim(), idLike: [], path };
}

/** Vendors of CPE names, where they are not the id themselves. */
const CPE_VENDORS: Readonly<Record<string, string>> = {
  amazon: 'amzn',
  centos: 'centos',
  fedoraproject: 'fedora',
  oracle: 'ol',
  redhat: 'rhel',
  scientificlinux: 'scientific',
};

/** `cpe:/o:centos:linux:6:GA`, or of version 2.3. */
function systemReleaseCpe(text: string, path: string): Distro | undefined {
  const cpeName = text.trim();
  const parts = cpeName.replace(/^cpe:2\.3:/, 'cpe:/').split(':');
  const [scheme, kind = '', vendor = '', , version = ''] = parts;
  if (scheme !== 'cpe' || !kind.endsWith('o') || !Object.hasOwn(CPE_VENDORS, vendor)) {
    return undefined;
  }
  const id = CPE_VENDORS[vendor] ?? vendor;
  return { id, versionId: version, version, cpeName, idLike: [], path };
}

function alpineRelease(text: string, path: string): Distro | undefined {
  const versionId = text.trim();
  return versionId === '' ? undefined : { id: 'alpine', versionId, idLike: [], path };
}

/** `12.5`, or `trixie/sid` of what is not released. */
function debianVersion(text: string, path: string): Distro | undefined {
  const version = text.trim();
  if (version === '') return undefined;
  if (/^\d/.test(version)) return { id: 'debian', versionId: version, version, idLike: [], path };
  const [codename = ''] = version.split('/', 1);
  return { id: 'debian', versionId: '', codename, idLike: [], path };
}

/** Shell assignments; the last of a name wins, other lines count for nothing. */
function assignments(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim()) ?? [];
    if (name !== undefined && value !== undefined) fields.set(name, unquote(value.trim()));
  }
  return fields;
}

function unquote(value: string): string {
  const [quote = ''] = value;
  const isQuoted = value.length >= 2 && (quote === '"' || quote === "'") && value.endsWith(quote);
  const inner = isQuoted ? value.slice(1, -1) : value;
  return quote === "'" && isQuoted ? inner : inner.replaceAll(/\\(["$`\\'])/g, '$1');
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
}

/** Nothing for an empty field: it says no more than an absent one. */
function optional<Key extends string>(
  key: Key,
  value: string | undefined,
): { readonly [name in Key]?: string } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed key widens to string
  return (value ? { [key]: value } : {}) as { readonly [name in Key]?: string };
}
