import type { Distro, Origin, Package } from '../../model/index.ts';
import { isRebuilt } from '../rebuilds.ts';

const SUSE = [
  'SUSE',
  'openSUSE',
  'obs://build.suse.de/SUSE:',
  'obs://build.opensuse.org/openSUSE:',
];

/** How each distribution signs its packages (VENDOR begins so). */
const VENDORS: Readonly<Record<string, readonly string[]>> = {
  rhel: ['Red Hat'],
  centos: ['CentOS', 'Red Hat'],
  rocky: ['Rocky'],
  almalinux: ['AlmaLinux'],
  fedora: ['Fedora Project'],
  ol: ['Oracle America'],
  amzn: ['Amazon'],
  mariner: ['Microsoft'],
  azurelinux: ['Microsoft'],
  photon: ['VMware', 'Broadcom'],
  mageia: ['Mageia'],
  openeuler: ['http://openeuler.org', 'openEuler'],
  'opensuse-leap': SUSE,
  'opensuse-leap-micro': SUSE,
  'opensuse-tumbleweed': SUSE,
  opensuse: SUSE,
  sles: SUSE,
  sled: SUSE,
  sles_sap: SUSE,
  'sle-micro': SUSE,
  'sle-micro-rancher': SUSE,
  'sl-micro': SUSE,
  suse: SUSE,
};

/** Whether the distribution built an rpm package; nobody can say of one that has no vendor. */
export function originOf({ vendor, version }: Package, distro: Distro | undefined): Origin {
  const id = distro?.id.toLowerCase() ?? '';
  const vendors = Object.hasOwn(VENDORS, id) ? VENDORS[id] : undefined;
  if (vendors === undefined || vendor === undefined) return 'unknown';
  if (isRebuilt(version)) return 'distribution';
  return vendors.some((name) => vendor.startsWith(name)) ? 'distribution' : 'third-party';
}
