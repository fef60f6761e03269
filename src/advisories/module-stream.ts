/** A module stream in an erratum's title: `nodejs:14`, `perl-IO-Socket-SSL:2.066`. */
const STREAM = /(?<![\w.:+-])[a-z0-9][\w+.-]{0,63}:[a-z0-9][\w.+-]{0,31}(?![\w:])/gi;

/** Streams of EL8 that are called after no version: what is in them is renewed with each release. */
const ROLLING: ReadonlyMap<string, string> = new Map([
  ['container-tools', 'rhel8'],
  ['go-toolset', 'rhel8'],
  ['jmc', 'rhel8'],
  ['llvm-toolset', 'rhel8'],
  ['rust-toolset', 'rhel8'],
  ['virt', 'rhel'],
  ['virt-devel', 'rhel'],
]);

/** Modules whose streams are called after the first number of the version alone. */
const BY_MAJOR: ReadonlySet<string> = new Set([
  'nodejs',
  'postgresql',
  'redis',
  'squid',
  'varnish',
]);

/** A package of an erratum, and the versions that fix it. */
export interface FixedPackage {
  readonly name: string;
  readonly fixedVersions: readonly string[];
}

/**
 * The module streams that an entry of an AlmaLinux, Rocky Linux or Oracle Linux erratum is of, as
 * `name:stream`; none: it is not modular. Modular is what has `.module` in its fixed release; which
 * stream the title tells, else the line of the package that the module is called after (`packages`:
 * all of the erratum), else that of the entry. A title of two streams does not tell which package is
 * of which, so that the entry is of both.
 */
export function moduleStreamsOf(
  title: string,
  fixedVersions: readonly string[],
  packages: readonly FixedPackage[] = [],
): readonly string[] {
  const fixed = fixedVersions.find(isModular);
  if (fixed === undefined) return [];
  const withoutRating = title.replace(/^(?:critical|important|moderate|low): */i, '');
  const named = [...withoutRating.matchAll(STREAM)].map(([stream]) => stream);
  if (named.length > 0) return [...new Set(named)];
  const module = /^[\w+.-]+/.exec(withoutRating)?.[0];
  if (module === undefined) return [];
  const stream = ROLLING.get(module) ?? lineOf(module, mainFixOf(module, packages) ?? fixed);
  return stream === undefined ? [] : [`${module}:${stream}`];
}

function isModular(version: string): boolean {
  return version.includes('.module');
}

/** Of the package of the module's name, or of one that begins so (`389-ds-base` of `389-ds`). */
function mainFixOf(module: string, packages: readonly FixedPackage[]): string | undefined {
  const main =
    packages.find(({ name }) => name === module) ??
    packages.find(({ name }) => name.startsWith(`${module}-`));
  return main?.fixedVersions.find(isModular);
}

function lineOf(module: string, version: string): string | undefined {
  const [, major, minor = ''] = /^(?:\d+:)?(\d+)(\.\d+)?/.exec(version) ?? [];
  return major === undefined || BY_MAJOR.has(module) ? major : `${major}${minor}`;
}
