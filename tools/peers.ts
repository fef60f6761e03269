/** What other scanners say of themselves that they find in images, by our ids of ecosystems. */
export const PEERS: Readonly<Record<'syft' | 'grype' | 'trivy' | 'osv', ReadonlySet<string>>> = {
  syft: new Set([
    'apk',
    'deb',
    'rpm',
    'golang',
    'pypi',
    'maven',
    'npm',
    'gem',
    'cargo',
    'composer',
    'nuget',
  ]),
  grype: new Set(['apk', 'deb', 'rpm', 'gem', 'maven', 'npm', 'pypi']),
  trivy: new Set([
    'apk',
    'deb',
    'rpm',
    'gem',
    'pypi',
    'conda',
    'composer',
    'npm',
    'nuget',
    'maven',
    'golang',
    'cargo',
    'julia',
    'bitnami',
  ]),
  osv: new Set(['apk', 'deb', 'golang', 'cargo', 'maven', 'npm', 'pypi']),
};

export type PeerMark = '●' | '·';

/** The pages that say it; a README names examples, and its tool may find more. */
export const PEER_SOURCES: readonly (readonly [name: string, url: string])[] = [
  ["syft's README", 'https://github.com/anchore/syft#features'],
  ["grype's README", 'https://github.com/anchore/grype#features'],
  ["trivy's table of languages", 'https://trivy.dev/docs/latest/coverage/language'],
  ["trivy's table of systems", 'https://trivy.dev/docs/latest/coverage/os'],
  [
    "osv-scanner's artifacts",
    'https://google.github.io/osv-scanner/supported-languages-and-lockfiles',
  ],
];
