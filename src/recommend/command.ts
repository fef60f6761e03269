import type { FixChange, FixStep } from '../model/index.ts';

/** Whether an ecosystem's packages are an operating system's: changed together by one command. */
export function isSystem(ecosystem: string): boolean {
  return ecosystem in SYSTEM;
}

/** The command that makes the changes; `undefined` where there is none. */
export function commandOf(ecosystem: string, changes: readonly FixChange[]): string | undefined {
  const safe = changes.filter(({ name }) => !isOption(name));
  const [change] = safe;
  if (!change) return undefined;
  const system = SYSTEM[ecosystem];
  if (system) return `${system} ${safe.map(({ name }) => quote(name)).join(' ')}`;
  return LIBRARY[ecosystem]?.(change);
}

/** No quotes keep a program from taking `--registry=...` for an option. */
function isOption(name: string): boolean {
  return name.startsWith('-');
}

const SYSTEM: Readonly<Record<string, string>> = {
  deb: 'apt-get update && apt-get install -y --only-upgrade',
  apk: 'apk upgrade --no-cache',
  rpm: 'dnf upgrade -y',
};

/** The line of a Dockerfile that does the same; only of what is an operating system's. */
export function dockerfileLine({ ecosystem, command }: FixStep): string | undefined {
  if (!isSystem(ecosystem) || command === undefined) return undefined;
  const clean = CLEAN[ecosystem];
  return `RUN ${[command, ...(clean ? [clean] : [])].join(' && ')}`;
}

/** What the package manager leaves in the layer. */
const CLEAN: Readonly<Record<string, string>> = {
  deb: 'rm -rf /var/lib/apt/lists/*',
  rpm: 'dnf clean all',
};

/** Direct dependencies; a transitive one needs its parent raised or an override. */
const LIBRARY: Readonly<Record<string, (change: FixChange) => string>> = {
  npm: ({ name, to }) => `npm install ${quote(`${name}@${to}`)}`,
  pypi: ({ name, to }) => `pip install ${quote(`${name}>=${to}`)}`,
  gem: ({ name, to }) => `bundle add ${quote(name)} --version ${quote(`>= ${to}`)}`,
  golang: ({ name, to }) =>
    name === 'stdlib'
      ? `# build with Go ${to}`
      : `go get ${quote(`${name}@v${to.replace(/^v/, '')}`)}`,
  cargo: ({ name, to }) => `cargo update -p ${quote(name)} --precise ${quote(to)}`,
};

/** For a POSIX shell: names come from images, and people paste this. */
function quote(text: string): string {
  return /^[\w@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
