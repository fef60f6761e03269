/** What people ask of a feed before they use it. */
export interface FeedFacts {
  readonly title: string;
  /** Of its data, as the publisher states it; see docs/advisories.md. */
  readonly licence: string;
}

const FACTS: Readonly<Record<string, FeedFacts>> = {
  'debian-tracker': { title: 'Debian security tracker', licence: 'not stated' },
  'wolfi-secdb': { title: 'Wolfi security database', licence: 'CC-BY-NC-ND-4.0' },
  'chainguard-secdb': { title: 'Chainguard security database', licence: 'not stated' },
  photon: { title: 'Photon OS CVE data', licence: 'not stated' },
  'alpine-secdb': { title: 'Alpine security database', licence: 'not stated' },
  'amazon-alas': { title: 'Amazon Linux errata', licence: 'not stated' },
  'oracle-elsa': { title: 'Oracle Linux errata', licence: 'not stated' },
  'redhat-vex': { title: 'Red Hat VEX', licence: 'CC-BY-4.0' },
  kev: { title: 'Known exploited vulnerabilities (CISA)', licence: 'CC0-1.0' },
  epss: { title: 'Exploit prediction (FIRST)', licence: 'free with attribution to FIRST' },
  endoflife: { title: 'End of life of releases', licence: 'MIT' },
  cve: { title: 'CVE records', licence: 'CVE terms of use; CC0-1.0 (CISA)' },
  'azurelinux-oval': { title: 'Azure Linux vulnerability data', licence: 'MIT' },
  'nodejs-core': { title: 'Node.js core vulnerabilities', licence: 'MIT' },
  nvd: { title: 'National Vulnerability Database', licence: 'public domain (NIST)' },
  'osv/AlmaLinux': { title: 'AlmaLinux errata, from OSV', licence: 'MIT' },
  'osv/Debian': { title: 'Debian, from OSV', licence: 'not stated' },
  'osv/Ubuntu': { title: 'Ubuntu, from OSV', licence: 'CC-BY-SA-4.0' },
  'osv/Rocky Linux': { title: 'Rocky Linux errata, from OSV', licence: 'by vendor' },
  'osv/SUSE': { title: 'SUSE, from OSV', licence: 'by vendor' },
  'osv/openSUSE': { title: 'openSUSE, from OSV', licence: 'by vendor' },
};

/** By the name of a feed, or of its kind: `alpine-secdb/v3.20`, `osv/npm`, `malware/npm`. */
export function feedFacts(name: string): FeedFacts {
  const known = FACTS[name];
  if (known) return known;
  const [kind = '', part = ''] = name.split('/');
  const ofKind = FACTS[kind];
  if (ofKind) return { ...ofKind, title: `${ofKind.title}, ${part}` };
  const title = kind === 'malware' ? `Malicious packages of ${part}` : `${part}, from OSV`;
  return { title, licence: 'by record: CC-BY-4.0 or CC0-1.0' };
}
