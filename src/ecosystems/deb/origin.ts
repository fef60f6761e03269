import type { Origin, Package } from '../../model/index.ts';
import { isRebuilt } from '../rebuilds.ts';

/** How builds outside a distribution mark their versions: tells even where maintainers overlap. */
const FOREIGN_VERSION: readonly RegExp[] = [
  /\.pgdg/, // PostgreSQL's repository, kept by Debian's own maintainers
  /deb\.sury\.org|\+0~\d{8}\.\d+\+debian/, // PHP, nginx and more by a Debian developer
  /nodesource/,
  /\+(?:trusty|xenial|bionic|focal|jammy|noble)\d/, // builds for several releases of Ubuntu at once
  /~(?:debian\.\d+~)?(?:stretch|buster|bullseye|bookworm|trixie|forky)\b/, // nginx.org, Docker
  /~ubuntu\.\d\d\.\d\d~/, // Docker
  /\+maria~|percona/i,
];

/**
 * Who else makes packages: their domains, or the names they sign with. Domains whose people also
 * maintain packages in Debian (google.com, nvidia.com, intel.com) are not told by the domain.
 */
const FOREIGN_MAINTAINER: readonly RegExp[] = [
  /@(?:[\w-]+\.)*(?:docker|nodesource|hashicorp|microsoft|mongodb|10gen|elastic|elasticsearch)\.(?:com|co|io|org)\b/i,
  /@(?:[\w-]+\.)*(?:chromium|github|gitlab|grafana|influxdata|confluent|datadoghq|newrelic)\.(?:com|org|io)\b/i,
  /@(?:[\w-]+\.)*(?:nginx|f5|oracle|mysql|percona|mariadb|cloudflare|tailscale|clickhouse|redis)\.(?:com|org)\b/i,
  /@(?:[\w-]+\.)*(?:cloudera|hortonworks|puppet|puppetlabs|chef|saltproject|zabbix|splunk|dynatrace)\.(?:com|io)\b/i,
  /@(?:[\w-]+\.)*(?:rabbitmq|pivotal|vmware|citusdata|timescale|cockroachlabs)\.(?:com|io)\b/i,
  /nodesource|hashicorp|cudatools@nvidia|^(?:nvidia|google|gitlab|mongodb|grafana)\b/i,
];

/** Whether the distribution built a deb package; nobody can say without one. */
export function originOf(pkg: Package, isDistroKnown: boolean): Origin {
  if (!isDistroKnown) return 'unknown';
  if (isRebuilt(pkg.version)) return 'distribution';
  const maintainer = pkg.vendor ?? '';
  const isForeign =
    FOREIGN_VERSION.some((pattern) => pattern.test(pkg.version)) ||
    FOREIGN_MAINTAINER.some((pattern) => pattern.test(maintainer));
  return isForeign ? 'third-party' : 'distribution';
}
