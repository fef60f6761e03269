import type { Product, VersionPattern } from '../product.ts';

/**
 * A version that was given to Go's linker (`-X`): such a text ends at a NUL, as no constant of the
 * program does, and no other text comes before it. Where there are several, none counts.
 */
const LINKED: VersionPattern = {
  anywhere:
    /(?<!(?:[!-~]{2}|[\d.+~-]))v?(?<version>\d{1,3}\.\d{1,3}\.\d{1,3}(?:-[A-Za-z0-9][\w.]{0,30})?)\0/g,
};

/** The same beside the version of Go, which the linker writes there too. */
const LINKED_BESIDE_GO: VersionPattern = {
  anchor: '\0go1.',
  before: 40,
  after: 64,
  version:
    /(?:\0go1\.[\d.a-z]{1,10}\0{1,16}|(?<![\w.+~-])(?=v?[\d.]{5,11}(?:-[\w.]{1,30})?\0[^]{1,12}\0go1\.))v?(?<version>\d{1,3}\.\d{1,3}\.\d{1,3}(?:-[A-Za-z0-9][\w.]{0,30})?)\0/,
};

/** Of Elastic's Beats, those that CVE records name apart from the others. */
const BEATS_WITH_RECORDS: ReadonlySet<string> = new Set(['filebeat', 'packetbeat']);

/** Programs whose build information often lacks their version. */
export const GO_PROGRAMS: readonly Product[] = [
  {
    name: 'traefik',
    cpes: ['traefik:traefik', 'containous:traefik'],
    module: 'github.com/traefik/traefik',
    programs: [{ files: ['traefik'], versions: [LINKED] }],
  },
  {
    name: 'helm',
    purl: 'golang/helm.sh/helm',
    cpes: ['helm:helm'],
    bitnami: 'helm',
    module: 'helm.sh/helm',
    programs: [{ files: ['helm'], versions: [LINKED] }],
  },
  {
    name: 'consul',
    purl: 'golang/github.com/hashicorp/consul',
    cpes: ['hashicorp:consul'],
    bitnami: 'consul',
    module: 'github.com/hashicorp/consul',
    programs: [
      {
        files: ['consul'],
        versions: [
          {
            anchor: 'hashicorp/consul/version.GitDescribe=',
            version: /GitDescribe=v?(?<version>\d\.\d{1,2}\.\d{1,2}(?:-\w{1,12})?)["'\s]/,
          },
          {
            anchor: 'CONSUL_VERSION: ',
            version: /CONSUL_VERSION: (?<version>\d\.\d{1,2}\.\d{1,2}(?:-\w{1,12})?)/,
          },
        ],
      },
    ],
  },
  {
    name: 'github.com/hashicorp/vault',
    purl: 'golang/github.com/hashicorp/vault',
    cpes: ['hashicorp:vault'],
    bitnami: 'vault',
    module: 'github.com/hashicorp/vault',
    programs: [
      {
        files: ['vault'],
        // The version is one of the program's constants, which the linker sorts by length.
        versions: [
          {
            anchor: 'index_state1.',
            version: /^index_state(?<version>1\.\d{1,2}\.\d{1,2}(?:-rc\d)?)\n/,
          },
          { anchor: ':revoke1.', version: /^:revoke(?<version>1\.\d{1,2}\.\d{1,2})\)\(nil\)\)/ },
          { anchor: '0x%016x1.', version: /^0x%016x(?<version>1\.\d{1,2}\.\d{1,2}?)\n?123-abc/ },
          LINKED,
        ],
      },
    ],
  },
  {
    name: 'grafana',
    cpes: ['grafana:grafana'],
    bitnami: 'grafana',
    module: 'github.com/grafana/grafana',
    programs: [
      {
        files: ['grafana', 'grafana-server'],
        versions: [
          {
            anchor: '\0release-',
            version: /^\0release-(?<version>\d{1,2}\.\d{1,2}\.\d{1,2})(?:[+-][\w.-]{1,20})?\0/,
          },
          LINKED_BESIDE_GO,
          LINKED,
        ],
      },
    ],
  },
  ...['pilot-discovery', 'pilot-agent'].map((name): Product => ({
    name,
    purl: 'generic/istio',
    cpes: ['istio:istio'],
    module: 'istio.io/istio',
    programs: [
      {
        files: [name],
        versions: [
          LINKED,
          {
            anchor: '\0Modified\0',
            version: /^\0Modified\0{1,16}(?<version>1\.\d{1,2}(?:\.\d{1,2})?-dev)\0/,
          },
        ],
      },
    ],
  })),
  {
    name: 'nginx-ingress-controller',
    cpes: ['kubernetes:ingress-nginx'],
    module: 'k8s.io/ingress-nginx',
    programs: [{ files: ['nginx-ingress-controller'], versions: [LINKED_BESIDE_GO, LINKED] }],
  },
  ...['auditbeat', 'filebeat', 'heartbeat', 'metricbeat', 'packetbeat'].map((name): Product => ({
    name,
    cpes: BEATS_WITH_RECORDS.has(name) ? [`elastic:${name}`] : [],
    module: 'github.com/elastic/beats',
    programs: [
      {
        files: [name],
        versions: [
          { anchor: 'm.rate', version: /^m\.rate(?<version>\d\.\d{1,2}\.\d{1,2})-9765625/ },
          { anchor: 'setupTest ', version: /^setupTest (?<version>\d\.\d{1,2}\.\d{1,2})[a-z%]/ },
        ],
      },
    ],
  })),
  {
    name: 'elastic-agent',
    cpes: ['elastic:elastic_agent'],
    module: 'github.com/elastic/elastic-agent',
    programs: [
      {
        files: ['elastic-agent'],
        versions: [{ anchor: '3:04PM', version: /^3:04PM(?<version>\d\.\d{1,2}\.\d{1,2}):https/ }],
      },
    ],
  },
];
