/** An advisory namespace, and the purl type of the packages in it. */
export interface AdvisoryNamespace {
  readonly ecosystem: string;
  readonly namespace: string;
}

/**
 * The purl type of each ecosystem name of OSV, and of distributions whose feeds are their own alone.
 *
 * https://ossf.github.io/osv-schema/#affectedpackage-field
 */
const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AlmaLinux: 'rpm',
    Alpaquita: 'apk',
    Alpine: 'apk',
    'Amazon Linux': 'rpm',
    'Azure Linux': 'rpm',
    'BellSoft Hardened Containers': 'apk',
    Bioconductor: 'cran',
    Bitnami: 'bitnami',
    CRAN: 'cran',
    Chainguard: 'apk',
    CleanStart: 'apk',
    ConanCenter: 'conan',
    Debian: 'deb',
    Echo: 'deb',
    'GitHub Actions': 'githubactions',
    Go: 'golang',
    Hackage: 'hackage',
    Hex: 'hex',
    Julia: 'julia',
    Mageia: 'rpm',
    Maven: 'maven',
    MinimOS: 'apk',
    NuGet: 'nuget',
    Packagist: 'composer',
    'Photon OS': 'rpm',
    Pub: 'pub',
    'Oracle Linux': 'rpm',
    PyPI: 'pypi',
    'Red Hat': 'rpm',
    'Rocky Linux': 'rpm',
    RubyGems: 'gem',
    SUSE: 'rpm',
    SwiftURL: 'swift',
    Ubuntu: 'deb',
    VSCode: 'vscode-extension',
    Wolfi: 'apk',
    'crates.io': 'cargo',
    npm: 'npm',
    openEuler: 'rpm',
    openSUSE: 'rpm',
    opam: 'opam',
  }),
);

/** Purl types whose packages a distribution builds. */
const DISTRIBUTION_TYPES: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

export function isDistribution(ecosystem: string): boolean {
  return DISTRIBUTION_TYPES.has(ecosystem);
}

/**
 * An OSV ecosystem as items name it: `Ubuntu:22.04:LTS` is `Ubuntu:22.04`, `Ubuntu:Pro:22.04:LTS`
 * the channel `Ubuntu:Pro:22.04`, `Debian:6.0` is `Debian:6`. `undefined` of one that we do not know.
 */
export function normalizeNamespace(osv: string): AdvisoryNamespace | undefined {
  const colon = osv.indexOf(':');
  const base = colon < 0 ? osv : osv.slice(0, colon);
  const suffix = colon < 0 ? '' : osv.slice(colon + 1);
  if (base === 'Docker Hardened Images' || base === 'Root') return rebuiltNamespace(osv, suffix);
  const ecosystem = TYPES.get(base);
  if (ecosystem === undefined) return undefined;
  const release = isDistribution(ecosystem) ? normalizeRelease(base, suffix) : '';
  return { ecosystem, namespace: release === '' ? base : `${base}:${release}` };
}

/** What `Docker Hardened Images:Debian:13` or `Root:Alpine:3.18` is built from tells its packages' type. */
function rebuiltNamespace(osv: string, suffix: string): AdvisoryNamespace | undefined {
  const base = normalizeNamespace(suffix);
  return base && { ecosystem: base.ecosystem, namespace: osv };
}

/** Registries other than the main one (`Maven:https://...`) are not told apart. */
function normalizeRelease(base: string, suffix: string): string {
  if (base === 'Ubuntu') return suffix.replace(/:LTS$/, '');
  if (base === 'Debian' || base === 'Azure Linux') return suffix.replace(/\.0$/, '');
  return suffix;
}
