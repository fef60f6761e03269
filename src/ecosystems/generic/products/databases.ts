import type { Product, VersionPattern } from '../product.ts';

/**
 * Redis's build id: its version, the name of the machine that built it (a container's has twelve hexadecimal digits),
 * the time, and a commit that is all zeros of a release.
 *
 * https://github.com/redis/redis/blob/unstable/src/mkreleasehdr.sh
 */
const BUILD_ID: readonly VersionPattern[] = [
  {
    anchor: '0000000\0',
    before: 112,
    after: 8,
    version: /(?<![\w.])(?<version>\d\.\d{1,2}\.\d{1,3})[0-9a-f]{12}-\d{10}0{8}\d\0/,
  },
  {
    anchor: '0000000\0',
    before: 112,
    after: 8,
    version: /(?<![\w.])(?<version>\d\.\d{1,2}\.\d{1,3})[a-z][\w.-]{0,62}-\d{10}0{8}\d\0/,
  },
];

export const DATABASES: readonly Product[] = [
  {
    name: 'postgresql',
    cpes: ['postgresql:postgresql'],
    bitnami: 'postgresql',
    programs: [
      {
        files: ['postgres'],
        versions: [
          {
            anchor: 'PostgreSQL ',
            version:
              /^PostgreSQL (?<version>\d{1,2}(?:\.\d{1,3}){0,2}(?:(?:alpha|beta|rc)\d{1,2})?) (?:\([^()\0]{1,80}\) )?on /,
          },
        ],
      },
    ],
  },
  {
    name: 'mysql',
    cpes: ['oracle:mysql_server', 'oracle:mysql'],
    programs: [
      {
        files: ['mysql'],
        unless: '/Percona-XtraDB-Cluster-',
        versions: [
          {
            anchor: '\0mysql_real_escape_string_quote\0',
            before: 24,
            version: /\0(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})\0mysql_real/,
          },
          { anchor: '/mysql-', version: /^\/mysql-(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})\// },
        ],
      },
    ],
  },
  {
    name: 'percona-xtradb-cluster',
    cpes: ['percona:xtradb_cluster'],
    programs: [
      {
        files: ['mysql'],
        versions: [
          {
            anchor: '/Percona-XtraDB-Cluster-',
            version: /Cluster-(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})\//,
          },
        ],
      },
    ],
  },
  {
    name: 'mysql-server',
    cpes: ['oracle:mysql_server', 'oracle:mysql'],
    programs: [
      {
        files: ['mysqld'],
        versions: [
          { anchor: '/mysql-', version: /^\/mysql-(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})\// },
          {
            anchor: '-ndb-',
            before: 16,
            version: /\0(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})-ndb-\d{1,2}\.\d{1,2}\.\d{1,3}\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'mysql-cluster',
    cpes: ['oracle:mysql_cluster'],
    programs: [
      {
        files: ['mysqld', 'ndbd', 'ndb_mgmd'],
        versions: [
          { anchor: '-ndb-', version: /^-ndb-(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})\0/ },
          {
            anchor: '/mysql-cluster-gpl-',
            version: /^\/mysql-cluster-gpl-(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})\//,
          },
        ],
      },
    ],
  },
  {
    name: 'mariadb',
    cpes: ['mariadb:mariadb'],
    bitnami: 'mariadb',
    programs: [
      {
        files: ['mariadb', 'mariadbd', 'mysql', 'mysqld'],
        versions: [
          {
            anchor: '-MariaDB',
            before: 24,
            version: /\0(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})-MariaDB(?:-[\w.+:~-]{1,40})?\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'mongodb',
    cpes: ['mongodb:mongodb'],
    bitnami: 'mongodb',
    programs: [
      {
        files: ['mongod', 'mongos'],
        versions: [
          {
            anchor: '\0EnableVersionInfo\0',
            before: 64,
            version:
              /\0(?<version>\d{1,2}\.\d{1,2}\.\d{1,3}(?:-rc\d{1,2})?)\0tcmalloc\0mozjs\0(?:GlobalLogManager\0)?EnableVersionInfo/,
          },
          {
            anchor: '\0cppdefines\0',
            before: 24,
            version: /\0(?<version>\d{1,2}\.\d{1,2}\.\d{1,3}(?:-rc\d{1,2})?)\0cppdefines/,
          },
          {
            anchor: '\0heap_size\0',
            before: 24,
            version: /\0(?<version>\d{1,2}\.\d{1,2}\.\d{1,3}(?:-rc\d{1,2})?)\0heap_size/,
          },
        ],
      },
    ],
  },
  {
    name: 'redis',
    cpes: ['redis:redis', 'redislabs:redis'],
    bitnami: 'redis',
    programs: [
      {
        files: ['redis-server', 'redis-sentinel'],
        versions: [
          {
            anchor: 'Redis version 2.',
            version: /^Redis version (?<version>\d\.\d{1,2}\.\d{1,3})\0/,
          },
          ...BUILD_ID,
          {
            anchor: '\0Redis version=',
            version: /version=(?<version>\d\.\d{1,2}\.\d{1,3}), /,
          },
        ],
      },
    ],
  },
  {
    name: 'valkey',
    cpes: ['lfprojects:valkey', 'valkey-io:valkey'],
    bitnami: 'valkey',
    programs: [
      {
        files: ['valkey-server', 'valkey-sentinel'],
        versions: [
          {
            anchor: 'valkey',
            version:
              /^valkey(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})(?:[0-9a-f]{12}|[a-z][\w.-]{0,62})-\d{10}[0-9a-f]{8}\d{1,12}\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'keydb',
    cpes: ['snapchat:keydb'],
    bitnami: 'keydb',
    programs: [
      {
        files: ['keydb-server'],
        versions: [...BUILD_ID],
      },
    ],
  },
  {
    name: 'memcached',
    cpes: ['memcached:memcached'],
    bitnami: 'memcached',
    programs: [
      {
        files: ['memcached'],
        versions: [
          {
            anchor: 'memcached 1.',
            version: /^memcached (?<version>1\.\d{1,2}\.\d{1,3})[\0\n]/,
          },
        ],
      },
    ],
  },
  {
    name: 'arangodb',
    cpes: ['arangodb:arangodb'],
    bitnami: 'arangodb',
    programs: [
      {
        files: ['arangosh', 'arangod'],
        versions: [
          {
            anchor: ' [linux]\0',
            before: 32,
            after: 16,
            version: /\0(?<version>\d\.\d{1,2}\.\d{1,3}(?:-\d{1,2})?)(?: enterprise)? \[linux\]/,
          },
        ],
      },
    ],
  },
  {
    name: 'sqlcipher',
    cpes: ['zetetic:sqlcipher'],
    programs: [
      {
        files: [
          'sqlcipher',
          { prefix: 'libsqlcipher', rest: /^(?:\.so[\d.]{0,8}|-[\d.]{1,8}\.so[\d.]{0,8})$/ },
        ],
        versions: [
          {
            anchor: '\0community\0',
            version: /^\0community\0(?<version>\d\.\d{1,2}\.\d{1,2})\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'sqlite',
    cpes: ['sqlite:sqlite'],
    bitnami: 'sqlite',
    programs: [
      {
        files: ['sqlite3', { prefix: 'libsqlite3.so', rest: /^[\d.]{0,10}$/ }],
        versions: [
          {
            anchor: '\x003.',
            after: 16,
            version: /^\0(?<version>3\.\d{1,2}\.\d{1,2})\0/,
          },
        ],
      },
    ],
  },
];
