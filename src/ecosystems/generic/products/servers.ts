import type { Product } from '../product.ts';

/** What answers over a network. */
export const SERVERS: readonly Product[] = [
  {
    name: 'nginx',
    cpes: ['f5:nginx', 'nginx:nginx'],
    bitnami: 'nginx',
    programs: [
      {
        files: ['nginx', 'openresty'],
        versions: [
          {
            anchor: 'nginx version: ',
            // OpenResty counts on after the nginx that it is built from.
            version:
              /^nginx version: [\w.-]{1,20}\/(?<version>\d\.\d{1,2}\.\d{1,3})(?:\.\d{1,2})?[\n\0 ]/,
          },
        ],
      },
    ],
  },
  {
    name: 'httpd',
    cpes: ['apache:http_server'],
    bitnami: 'apache',
    programs: [
      {
        files: ['httpd', 'apache2'],
        versions: [
          {
            anchor: 'Apache/2.',
            version: /^Apache\/(?<version>2\.\d\.\d{1,3})(?: \([\w .-]{1,40}\))?\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'haproxy',
    cpes: ['haproxy:haproxy'],
    bitnami: 'haproxy',
    programs: [
      {
        files: ['haproxy'],
        versions: [
          {
            anchor: 'HA-Proxy version ',
            version: /version (?<version>\d\.\d{1,2}(?:\.\d{1,3}|-dev\d{1,3}))[ -]/,
          },
          {
            anchor: 'HAProxy version follows',
            before: 96,
            version:
              /\0(?<version>\d\.\d{1,2}(?:\.\d{1,3}|-dev\d{1,3}))(?:[-+][\w.+~-]{1,40})?\0{1,40}HAProxy/,
          },
          {
            anchor: ' version ',
            version: /^ version (?<version>\d\.\d{1,2}(?:\.\d{1,3}|-dev\d{1,3})), released \d{4}\//,
          },
        ],
      },
    ],
  },
  {
    name: 'envoy',
    cpes: ['envoyproxy:envoy'],
    bitnami: 'envoy',
    programs: [
      {
        files: ['envoy'],
        versions: [{ anywhere: /\0(?<version>1\.\d{1,2}\.\d{1,2}(?:-dev)?)\0/g }],
      },
    ],
  },
  {
    name: 'varnish',
    cpes: ['varnish-cache:varnish', 'varnish_cache_project:varnish_cache'],
    bitnami: 'varnish',
    programs: [
      {
        files: ['varnishd'],
        versions: [
          {
            anchor: 'varnish-',
            version: /^varnish-(?<version>\d\.\d{1,2}\.\d{1,2}) revision [0-9a-f]{8}/,
          },
        ],
      },
    ],
  },
  {
    name: 'lighttpd',
    cpes: ['lighttpd:lighttpd'],
    programs: [
      {
        files: ['lighttpd'],
        versions: [
          { anchor: 'lighttpd/1.', version: /^lighttpd\/(?<version>1\.\d{1,2}\.\d{1,3})\b/ },
        ],
      },
    ],
  },
  {
    name: 'squid',
    cpes: ['squid-cache:squid'],
    programs: [
      {
        files: ['squid'],
        versions: [
          { anchor: 'squid/', version: /^squid\/(?<version>\d\.\d{1,2}(?:\.\d{1,2})?)\0/ },
        ],
      },
    ],
  },
  {
    name: 'unbound',
    cpes: ['nlnetlabs:unbound'],
    programs: [
      {
        files: ['unbound'],
        versions: [{ anchor: 'unbound 1.', version: /^unbound (?<version>1\.\d{1,2}\.\d{1,2})\b/ }],
      },
    ],
  },
  {
    name: 'dnsmasq',
    cpes: ['thekelleys:dnsmasq'],
    programs: [
      {
        files: ['dnsmasq'],
        versions: [{ anchor: 'dnsmasq-2.', version: /^dnsmasq-(?<version>2\.\d{1,3})\0/ }],
      },
    ],
  },
  {
    name: 'proftpd',
    cpes: ['proftpd:proftpd'],
    programs: [
      {
        files: ['proftpd'],
        versions: [
          {
            anchor: 'ProFTPD Version ',
            version: /Version (?<version>\d\.\d\.\d{1,2}(?:[a-z]|rc\d)?)[\0 ]/,
          },
        ],
      },
    ],
  },
  {
    name: 'openssh',
    cpes: ['openbsd:openssh'],
    programs: [
      {
        files: ['ssh', 'sshd', 'sshd-session'],
        versions: [
          {
            anchor: 'OpenSSH_',
            version: /^OpenSSH_(?<version>\d{1,2}\.\d{1,2}p\d)[\0 ,]/,
          },
        ],
      },
    ],
  },
  {
    name: 'openldap',
    cpes: ['openldap:openldap'],
    bitnami: 'openldap',
    programs: [
      {
        files: ['ldapsearch', 'slapd', 'ldapmodify'],
        versions: [
          {
            anchor: '$OpenLDAP: ',
            version:
              /^\$OpenLDAP: [\w-]{1,20} (?<version>\d\.\d{1,2}\.\d{1,3})(?:\+[\w.+-]{1,20})? \(/,
          },
        ],
      },
    ],
  },
  {
    name: 'mosquitto',
    cpes: ['eclipse:mosquitto'],
    programs: [
      {
        files: ['mosquitto'],
        versions: [
          {
            anchor: '\0mosquitto version %s',
            before: 16,
            version: /\0(?<version>\d\.\d{1,2}\.\d{1,2})\0mosquitto/,
          },
        ],
      },
    ],
  },
  {
    name: 'fluent-bit',
    purl: 'github/fluent/fluent-bit',
    cpes: ['treasuredata:fluent_bit'],
    bitnami: 'fluent-bit',
    programs: [
      {
        files: ['fluent-bit'],
        versions: [
          {
            anchor: 'Fluent Bit v%s',
            before: 40,
            version: /\0(?<version>\d\.\d{1,2}\.\d{1,3})\0{1,24}(?:%s)?Fluent Bit/,
          },
        ],
      },
    ],
  },
  {
    name: 'pgbouncer',
    cpes: ['pgbouncer:pgbouncer'],
    bitnami: 'pgbouncer',
    programs: [
      {
        files: ['pgbouncer'],
        versions: [
          { anchor: 'PgBouncer 1.', version: /^PgBouncer (?<version>1\.\d{1,2}\.\d{1,2})\b/ },
        ],
      },
    ],
  },
];
