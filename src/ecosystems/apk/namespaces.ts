import type { Confidence, Distro } from '../../model/index.ts';

/** Which advisories speak of a distribution's packages. */
export interface Coverage {
  readonly namespace: string;
  readonly channels: readonly string[];
  /** `derived` of a parent's advisories and of rolling releases. */
  readonly confidence: Confidence;
}

/** postmarketOS's releases, and the Alpine release that each builds on. */
const POSTMARKETOS: Readonly<Record<string, string>> = {
  '22.12': 'v3.17',
  '23.06': 'v3.18',
  '23.12': 'v3.19',
  '24.06': 'v3.20',
  '24.12': 'v3.21',
  '25.06': 'v3.22',
  '25.12': 'v3.23',
  edge: 'edge',
};

type Rule = (distro: Distro, branches: readonly string[]) => Coverage | undefined;

/** By `ID`. What has no release but today's is one namespace. */
const RULES: Readonly<Record<string, Rule>> = {
  alpine: (distro, branches) => alpine(branchOf(distro, branches), 'exact'),
  wolfi: () => exact('Wolfi'),
  chainguard: () => exact('Chainguard'),
  postmarketos: ({ versionId }) => alpine(POSTMARKETOS[versionId.replace(/^v/, '')], 'derived'),
  alpaquita: ({ versionId }) => released('Alpaquita', versionId),
  'bellsoft-hardened-containers': ({ versionId }) =>
    released('BellSoft Hardened Containers', versionId),
  minimos: () => exact('MinimOS'),
  cleanstart: () => exact('CleanStart'),
  clnstrt: () => exact('CleanStart'),
  dhi: (distro, branches) => hardened(alpine(branchOf(distro, branches), 'derived')),
};

/**
 * The advisories for a distribution with apk packages; `undefined` where nobody writes any. A child
 * of Alpine is matched as one only if its apk installs from a branch of Alpine.
 */
export function coverageOf(distro: Distro, branches: readonly string[]): Coverage | undefined {
  if (Object.hasOwn(RULES, distro.id)) return RULES[distro.id]?.(distro, branches);
  const [branch] = branches;
  const isChild = distro.idLike.includes('alpine') && branches.length === 1;
  return isChild ? alpine(branch, 'derived') : undefined;
}

/** What apk installs from wins over the release file, unless it mixes branches. */
function branchOf({ versionId }: Distro, branches: readonly string[]): string | undefined {
  const [only, second] = branches.filter((branch) => branch !== 'latest-stable');
  if (only !== undefined && second === undefined) return only;
  if (/[_-]alpha|^edge$/.test(versionId)) return 'edge';
  const [release] = /^\d+\.\d+/.exec(versionId) ?? [];
  return release && `v${release}`;
}

function alpine(branch: string | undefined, confidence: Confidence): Coverage | undefined {
  if (branch === undefined) return undefined;
  return {
    namespace: `Alpine:${branch}`,
    channels: [],
    confidence: branch === 'edge' ? 'derived' : confidence,
  };
}

function exact(namespace: string): Coverage {
  return { namespace, channels: [], confidence: 'exact' };
}

/** `23` of `23.1`; the rolling release is called `stream`. */
function released(name: string, versionId: string): Coverage | undefined {
  const [release] = /^(?:\d+|stream)/.exec(versionId) ?? [];
  return release === undefined ? undefined : exact(`${name}:${release}`);
}

/** Docker's own builds on Alpine: advisories of both are asked. */
function hardened(coverage: Coverage | undefined): Coverage | undefined {
  return coverage && { ...coverage, channels: [`Docker Hardened Images:${coverage.namespace}`] };
}
