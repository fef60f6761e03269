import type { OwnedPath, Ownership, Package } from '../../model/index.ts';
import { ownedPath, type PathJoiner } from '../owned-paths.ts';
import { formatEvr, parseSourceRpm } from './evr.ts';
import { type RpmHeader, TAG } from './header.ts';

/** Keys that the database keeps as if they were packages. */
const PUBLIC_KEY = 'gpg-pubkey';

export function isPublicKey(header: RpmHeader): boolean {
  return header.text(TAG.name) === PUBLIC_KEY;
}

/** The package that a header is of; `undefined` without a name or a version. */
export function packageOfHeader(header: RpmHeader, path: string): Package | undefined {
  const name = header.text(TAG.name);
  const version = header.text(TAG.version);
  if (!name || !version) return undefined;
  const architecture = header.text(TAG.architecture);
  const source = parseSourceRpm(header.text(TAG.sourceRpm) ?? '');
  const vendor = header.text(TAG.vendor);
  const module = header.text(TAG.modularityLabel);
  const license = header.text(TAG.license);
  return {
    ecosystem: 'rpm',
    name,
    version: formatEvr(header.number(TAG.epoch), version, header.text(TAG.release) ?? ''),
    ...(architecture && { architecture }),
    ...(source && { source }),
    ...(vendor && { vendor }),
    ...(module && { module }),
    licenses: license ? [license] : [],
    locations: [path],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  };
}

const FILE_TYPE = 0o170000;
const FOLDER = 0o040000;

/** Algorithms of FILEDIGESTALGO (RFC 4880, 9.4); MD5 where a header names none. */
const DIGESTS: Readonly<Record<number, string>> = {
  1: 'md5',
  2: 'sha1',
  8: 'sha256',
  9: 'sha384',
  10: 'sha512',
};

/** The files that a package brought, folders left out. */
export function ownershipOfHeader(
  header: RpmHeader,
  owner: string,
  joiner: PathJoiner,
): Ownership | undefined {
  const modes = header.numbers(TAG.fileModes);
  const digests = header.texts(TAG.fileDigests);
  const algorithm = DIGESTS[header.number(TAG.fileDigestAlgorithm) ?? 1];
  const paths: OwnedPath[] = [];
  for (const [index, [folder, name]] of fileNames(header).entries()) {
    if (((modes[index] ?? 0) & FILE_TYPE) === FOLDER) continue;
    const path = joiner.join(folder, name);
    if (path === undefined) continue;
    const digest = digests[index];
    paths.push(ownedPath(path, digest && algorithm ? `${algorithm}:${digest}` : undefined));
  }
  return paths.length > 0 ? { owner, paths } : undefined;
}

/** Folders are listed once, and names point to theirs; long ago whole paths were listed. */
function fileNames(header: RpmHeader): (readonly [string, string])[] {
  const folders = header.texts(TAG.directoryNames);
  const indexes = header.numbers(TAG.directoryIndexes);
  const names = header.texts(TAG.baseNames);
  if (names.length > 0) return names.map((name, i) => [folders[indexes[i] ?? -1] ?? '', name]);
  return header.texts(TAG.oldFileNames).map((path) => ['', path.replace(/^\//, '')]);
}
