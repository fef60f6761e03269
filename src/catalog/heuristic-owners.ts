import { ecosystems } from '../ecosystems/index.ts';
import type { Package } from '../model/index.ts';
import type { Occurrence, UnitOccurrences } from './occurrence.ts';

/** Where distributions put what they package of a language, and how they name its packages. */
interface DistributionFolder {
  readonly ecosystem: string;
  readonly folders: RegExp;
  /** Of a name in lower case with dashes between its words. */
  readonly namesOf: (name: string) => readonly string[];
}

const FOLDERS: readonly DistributionFolder[] = [
  {
    ecosystem: 'pypi',
    folders: /^usr\/lib(?:64)?\/python3(?:\/dist-packages|\.\d{1,3}\/site-packages)\//,
    namesOf: (name) => [`python3-${name.replace(/^python-/, '')}`, name],
  },
  {
    ecosystem: 'npm',
    folders: /^usr\/(?:share|lib)\/(?:nodejs|node_modules)\//,
    namesOf: (name) => [`node-${name}`, `nodejs-${name}`, name],
  },
  {
    ecosystem: 'maven',
    folders: /^usr\/share\/(?:java|maven-repo)\//,
    namesOf: (name) => [`lib${name}-java`, name],
  },
  {
    ecosystem: 'gem',
    folders: /^(?:usr\/share\/rubygems-integration|usr\/lib\/ruby\/gems|usr\/share\/gems)\//,
    namesOf: (name) => [`ruby-${name}`, `rubygem-${name}`],
  },
];

/**
 * Owners of packages in a distribution's own folders where its database lists no files: stripped
 * databases, distroless images without md5sums. The distribution's package has the same name by its
 * rules, and the same version up to what the distribution adds (`2.28.1+dfsg-1` of `2.28.1`).
 */
export function heuristicOwnersOf({ occurrences, units }: UnitOccurrences): (number | undefined)[] {
  const owners = new Map<string, number>();
  for (const [index, { package: pkg }] of occurrences.entries()) {
    if (pkg.evidence === 'database') owners.set(pkg.name.toLowerCase(), index);
  }
  return units.map(({ unit }, index) => {
    const pkg = occurrences[index]?.package;
    if (pkg === undefined || pkg.evidence === 'database') return undefined;
    const place = FOLDERS.find(
      (one) => one.ecosystem === pkg.ecosystem && one.folders.test(unit.path),
    );
    return place
      ?.namesOf(wordsOf(pkg))
      .map((name) => owners.get(name))
      .find((owner) => owner !== undefined && hasVersionOf(occurrences[owner], pkg));
  });
}

/** `babel-core` of `@babel/core`, `commons-io` of `commons-io:commons-io`. */
function wordsOf({ ecosystem, name }: Package): string {
  const own = ecosystem === 'maven' ? name.slice(name.indexOf(':') + 1) : name;
  const normalized = ecosystems.get(ecosystem)?.normalizeName(own) ?? own;
  return normalized
    .toLowerCase()
    .replace(/^@/, '')
    .replaceAll(/[^a-z0-9.+]/g, '-');
}

/** Without the epoch, the owner's version begins with the package's, and no number goes on there. */
function hasVersionOf(owner: Occurrence | undefined, pkg: Package): boolean {
  if (owner === undefined || pkg.version === '') return false;
  const version = owner.package.version.replace(/^\d{1,9}:/, '');
  return version.startsWith(pkg.version) && !/^[\d.]*\d/.test(version.slice(pkg.version.length));
}
