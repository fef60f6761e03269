import { ecosystems } from '../ecosystems/index.ts';
import type { Distro, Item, Package } from '../model/index.ts';

/** A package of an rpm database as the catalogers give it: `openssl-libs 1:3.0.7-24.el9 x86_64`. */
export interface InstalledRpm {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  /** `openssl 3.0.7-24.el9`; absent: of the package's own name and version. */
  readonly source?: string;
  /** As the database has it: `nodejs:16:8060020:abc`. */
  readonly module?: string;
}

/** What it is matched by in an image of a distribution, built from these content sets. */
export function rpmItem(
  { id, versionId, ...more }: Pick<Distro, 'id' | 'versionId'> & Partial<Distro>,
  installed: InstalledRpm,
  contentSets: readonly string[] = [],
): Item {
  const { name, version, architecture = 'x86_64', module } = installed;
  const own = `${name} ${version.replace(/^\d+:/, '')}`;
  const [sourceName = '', sourceVersion = ''] = (installed.source ?? own).split(' ');
  const pkg: Package = {
    ecosystem: 'rpm',
    name,
    version,
    architecture,
    source: { name: sourceName, version: sourceVersion },
    licenses: [],
    locations: ['var/lib/rpm/rpmdb.sqlite'],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
    ...(module !== undefined && { module }),
  };
  const facts = Object.fromEntries(contentSets.map((set) => [`content-set:${set}`, 'rpm']));
  const target = ecosystems.get('rpm')?.matchTargetOf(pkg, {
    distro: { id, versionId, idLike: [], path: 'etc/os-release', ...more },
    facts: new Map([['redhat-content-sets', facts]]),
  });
  if (target === undefined) throw new Error(`nobody writes advisories for ${id} ${versionId}`);
  const { namespace, channels, keys } = target;
  const stream = module?.split(':').slice(0, 2).join(':');
  return {
    ecosystem: 'rpm',
    namespace,
    channels,
    keys,
    architecture,
    class: 'package',
    ...(stream !== undefined && { module: stream }),
  };
}
