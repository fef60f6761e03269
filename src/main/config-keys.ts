/** A key of the environment or of the file that DRYDOCK_CONFIG names, as docs/reference/configuration.md shows it. */
export interface Key {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
}

/** Keys that every command heeds. */
const OF_ALL: readonly Key[] = [
  {
    name: 'DRYDOCK_DATA',
    meaning:
      'Folder for advisory snapshots, fetched feeds and what known layers hold; of the server also for its database, blobs and secret key.',
    example:
      '~/.local/share/drydock (default; below XDG_DATA_HOME where that is set); of a server that runs as root /var/lib/drydock',
  },
  {
    name: 'DRYDOCK_FEEDS',
    meaning:
      'Mirrors of all advisory feeds, URLs or folders with commas between, the first that has a ' +
      'file gives it; the word publishers: each feed at its own address, as when this is unset.',
    example: 'https://mirror.example.com/feeds,publishers',
  },
  {
    name: 'DRYDOCK_OFFLINE',
    meaning:
      'true: nothing elsewhere is asked: no registry but on loopback, no feed but from a folder or loopback.',
    example: 'false (default)',
  },
];

/** Keys of `serve`, `doctor`, `backup` and `restore`. */
const OF_SERVER: readonly Key[] = [
  {
    name: 'DRYDOCK_FEED_INTERVALS',
    meaning:
      'How often advisory feeds are asked for, in m, h or d, or off: of one by its name or kind and =, else of all that are not named. A tenth more or less, and twice as long after each failure, at most 6 h.',
    example: '30m; 1h,osv=5m,nvd=off; each as suits it, 5m to 1d (default)',
  },
  {
    name: 'DRYDOCK_CONFIG',
    meaning: 'File of lines KEY=value, # begins a comment; what the environment sets wins over it.',
    example: '/etc/drydock.conf',
  },
  {
    name: 'DRYDOCK_LISTEN',
    meaning: 'Address and port that the server listens on.',
    example: '127.0.0.1:7070 (default), 0.0.0.0:7070, [::]:7070',
  },
  {
    name: 'DRYDOCK_URL',
    meaning: 'Address under which people and clients reach the server: in links and tokens.',
    example: 'https://registry.example.com; the address listened on (default)',
  },
  {
    name: 'DRYDOCK_TLS_CERT',
    meaning:
      'File with the certificate and those above it, PEM. Read again on SIGHUP and on change.',
    example: '/etc/drydock/tls.crt',
  },
  {
    name: 'DRYDOCK_TLS_KEY',
    meaning: 'File with the private key of the certificate, PEM.',
    example: '/etc/drydock/tls.key',
  },
  {
    name: 'DRYDOCK_TRUSTED_PROXIES',
    meaning:
      'Addresses of proxies in front, with commas between: from those X-Forwarded-For, -Proto and -Host are believed.',
    example: '127.0.0.1,10.0.0.0/8; none (default)',
  },
  {
    name: 'DRYDOCK_ALLOWED_NETWORKS',
    meaning:
      'Networks of your own that an address set by an administrator (of an identity provider) may lead to, with commas between; elsewhere only the internet is reached, and with DRYDOCK_OFFLINE only these.',
    example: '10.20.0.0/16,fd00:1234::/32; none (default)',
  },
  {
    name: 'DRYDOCK_DATABASE_URL',
    meaning: 'PostgreSQL 15 or newer; unset: one of our own under DRYDOCK_DATA.',
    example: 'postgresql://drydock:secret@db.example.com/drydock',
  },
  {
    name: 'DRYDOCK_BLOBS',
    meaning:
      'Folder for blobs, or a bucket of S3 (credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY).',
    example:
      'blobs under DRYDOCK_DATA (default), /srv/blobs, s3://bucket/prefix?endpoint=https://s3.example.com&region=eu-1',
  },
  {
    name: 'DRYDOCK_PULLS',
    meaning:
      'Who sends the bytes of blobs to clients: server; nginx (in front of a folder of blobs, by X-Accel-Redirect); or redirect (S3 itself, at an address that is signed for ten minutes).',
    example: 'server (default)',
  },
  {
    name: 'DRYDOCK_PEER_URL',
    meaning:
      'Address under which other servers of the same database reach this one: uploads are passed on to the server where they began.',
    example: 'http://10.0.0.5:7070; from DRYDOCK_LISTEN (default)',
  },
  {
    name: 'DRYDOCK_SECRET_KEY_FILE',
    meaning: 'File with the key that secrets in the database are encrypted with; mode 0600.',
    example: 'secret.key under DRYDOCK_DATA (default, made at first start)',
  },
  {
    name: 'DRYDOCK_WORKERS',
    meaning: 'Images analyzed at a time, 1 to 256.',
    example: 'as many as there are processors (default)',
  },
  {
    name: 'DRYDOCK_IMAGE_GIB',
    meaning: 'Largest image that is analyzed, all layers as stored, in GiB, 1 to 100000.',
    example: '10 (default)',
  },
  {
    name: 'DRYDOCK_UNPACKED_GIB',
    meaning: 'Largest image that is analyzed, all layers unpacked, in GiB, 1 to 100000.',
    example: '40 (default)',
  },
  {
    name: 'DRYDOCK_PLATFORMS',
    meaning: 'Platforms that are analyzed, with commas between; others end as unsupported.',
    example: 'linux/amd64,linux/arm64/v8; every one (default)',
  },
  {
    name: 'DRYDOCK_SEARCH_SECRETS',
    meaning:
      'true: text files of what is analyzed from now on are searched for keys and tokens; reports say where they are, never what they are. A fifth more processor time for an image with much text; layers that are known are read again.',
    example: 'false (default)',
  },
  {
    name: 'DRYDOCK_ANONYMOUS',
    meaning:
      'What may be done without signing in: none, pull (of public repositories), or push (anyone may push and delete: for closed networks).',
    example: 'pull (default)',
  },
  {
    name: 'DRYDOCK_DELETION',
    meaning: 'Whether clients may delete tags, manifests and blobs: enabled or disabled.',
    example: 'enabled (default)',
  },
  {
    name: 'DRYDOCK_PUSHED_VISIBILITY',
    meaning: 'Of a repository that is made by a push: private or public.',
    example: 'private (default)',
  },
  {
    name: 'DRYDOCK_FIRST_USER_PLAN',
    meaning: 'Plan of the first administrator: free, pro, team or business.',
    example: 'pro (default)',
  },
  {
    name: 'DRYDOCK_DEFAULT_PLAN',
    meaning: 'Plan of new people: free, pro, team or business.',
    example: 'free (default)',
  },
  {
    name: 'DRYDOCK_DEFAULT_ORGANIZATION_PLAN',
    meaning: 'Plan of new organizations: free, pro, team or business.',
    example: 'team (default)',
  },
  {
    name: 'DRYDOCK_ORGANIZATIONS_BY',
    meaning: 'Who may make organizations: anyone (with an account) or administrators.',
    example: 'anyone (default)',
  },
  {
    name: 'DRYDOCK_RESULTS_GRACE_DAYS',
    meaning: 'Days that results stay readable after a plan without analysis was chosen, 0 to 3650.',
    example: '30 (default)',
  },
  {
    name: 'DRYDOCK_UPGRADE_URL',
    meaning: 'Where people read how to get another plan.',
    example: 'https://intranet.example.com/drydock',
  },
  {
    name: 'DRYDOCK_FEEDBACK_URL',
    meaning: 'Where people send what they think, or report a wrong result: a web or mail address.',
    example: 'mailto:registry@example.com',
  },
  {
    name: 'DRYDOCK_LOG_LEVEL',
    meaning: 'Lines of the log on standard error: debug, info, warn or error and above.',
    example: 'info; on a terminal warn (default)',
  },
];

/** Every key that is read; any other that begins with DRYDOCK_ is refused. */
export const KEYS: readonly Key[] = [...OF_ALL, ...OF_SERVER];
