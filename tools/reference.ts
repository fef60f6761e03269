/** `npm run docs`: writes docs/reference, and the API's types, from the code. src/docs.test.ts fails when it is stale. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ACTIONS, POLICIES } from '../src/accounts/index.ts';
import type { Policy, Who } from '../src/accounts/index.ts';
import type { Output, World } from '../src/cli/index.ts';
import { createPainter, runCli } from '../src/cli/index.ts';
import { ecosystems } from '../src/ecosystems/index.ts';
import type { FilePattern } from '../src/ecosystems/index.ts';
import { KEYS } from '../src/main/config-keys.ts';
import { apiFiles } from './api-reference.ts';
import { coverageSections } from './coverage-page.ts';
import { MEANINGS } from './diagnostic-meanings.ts';

const ROOT = join(import.meta.dirname, '..');
const MADE = '<!-- Made by `npm run docs`; do not edit. -->';

/** Path, from the root of the repository, and text of every file that is made from the code. */
export async function referenceFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/coverage.md', coveragePage()],
    ['docs/reference/cli.md', await cliPage()],
    ['docs/reference/configuration.md', configurationPage()],
    ['docs/reference/diagnostics.md', diagnosticsPage()],
    ['docs/reference/permissions.md', permissionsPage()],
    ['docs/reference/what-we-read.md', readsPage()],
    ...apiFiles(),
  ]);
}

async function cliPage(): Promise<string> {
  const sections: string[] = [];
  const waiting: string[][] = [[]];
  for (let path = waiting.shift(); path; path = waiting.shift()) {
    const help = await helpOf(path);
    sections.push(`## ${['drydock', ...path].join(' ')}\n\n\`\`\`\n${help.trimEnd()}\n\`\`\``);
    waiting.unshift(...subcommandsOf(help).map((name) => [...path, name]));
  }
  return page(
    'Command line',
    'Exit codes: 0 fine, 1 could not run, 2 findings over the threshold of `--fail-on`, 3 gaps or no advisory coverage with `--strict`.',
    sections,
  );
}

function subcommandsOf(help: string): string[] {
  const [, list = ''] = help.split('\nCommands:\n');
  const names = [...list.matchAll(/^ {2}([a-z]\S*)/gm)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'help');
}

async function helpOf(path: readonly string[]): Promise<string> {
  let text = '';
  const output: Output = {
    isTerminal: false,
    rows: Infinity,
    painter: createPainter({ hasColour: false, hasLinks: false, columns: Infinity }),
    write: (part) => {
      text += part;
      return Promise.resolve();
    },
  };
  const world: World = {
    version: '',
    clock: { now: () => 0 },
    out: output,
    err: output,
    config: { dataFolder: '', isOffline: true, temporaryFolder: '', dockerConfigFolder: '' },
    outside: {
      stdin: Readable.from([]),
      platform: 'linux/amd64',
      environment: {},
      sleep: () => Promise.resolve(),
      random: () => 0,
      fetch: () => Promise.reject(new Error('a page of reference asks nobody')),
    },
  };
  await runCli([...path, '--help'], world);
  return text;
}

function configurationPage(): string {
  const rows = KEYS.map(
    ({ name, meaning, example }) => `| \`${name}\` | ${meaning} | ${example} |`,
  );
  return page(
    'Configuration',
    'Read once from the environment. Any other variable that begins with `DRYDOCK_` is refused. `DOCKER_CONFIG` and `DOCKER_HOST` mean what they mean to Docker; `NO_COLOR` and `FORCE_COLOR` are heeded. Registries and feeds are asked through the proxies of `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` (upper or lower case, as in Go and Docker), loopback never.',
    [['| key | meaning | value |', '|---|---|---|', ...rows].join('\n')],
  );
}

function diagnosticsPage(): string {
  const rows = Object.entries(MEANINGS).map(
    ([code, [kind, meaning]]) => `| \`${code}\` | ${kind} | ${meaning} |`,
  );
  return page(
    'Codes of diagnostics and failures',
    '*failure*: the command ends with 1. *gap*: something was not read, or is not covered; the report says so, and `--strict` ends with 3. *note*: worth knowing. *record*: one advisory record was left out; `drydock db status` counts them.',
    [['| code | kind | meaning |', '|---|---|---|', ...rows].join('\n')],
  );
}

function permissionsPage(): string {
  const sections = Object.entries(AREAS).map(([area, title]) => {
    const rows = ACTIONS.filter((action) => action.startsWith(`${area}.`)).map((action) => {
      const { does, who, scope, plan } = POLICIES[action];
      const people = who.map((one) => WHO[one]).join('; ');
      return `| ${does} | ${people} | ${SCOPE[scope]} | ${PLAN[plan]} | \`${action}\` |`;
    });
    const head = '| to | who may | a token needs | plan | action |\n|---|---|---|---|---|';
    return [`## ${title}\n`, head, ...rows].join('\n');
  });
  return page('Who may what', PERMISSIONS_LEAD, sections);
}

const PERMISSIONS_LEAD =
  'Each line is a rule; whoever is named first or later in it may. Roles and permissions mean at ' +
  'least that one: an owner is an editor, and write includes read. Owners and editors of an ' +
  'organization, and the person of a personal namespace, have admin on all its repositories; a team ' +
  'or a collaborator has what it was given; a member reads what the organization makes public. An ' +
  'organization’s token acts as an editor of it, cut to its scopes; push includes pull, admin ' +
  'includes all. An administrator of the instance sees no private content. To whoever may not see ' +
  'a thing it is missing; who is not signed in is asked to sign in, whether it is there or not.';

const AREAS = {
  repository: 'Repositories',
  namespace: 'Namespaces',
  organization: 'Organizations',
  account: 'One’s own account',
  instance: 'The instance',
  vulnerabilities: 'Vulnerabilities',
} as const;

const WHO: Readonly<Record<Who, string>> = {
  anyone: 'anyone',
  'anyone-if-public': 'anyone, if it is public',
  'anyone-if-published': 'anyone, if it is public and its owner publishes results',
  'signed-in': 'whoever is signed in',
  self: 'oneself',
  member: 'member',
  editor: 'editor',
  owner: 'owner',
  read: 'read on the repository',
  write: 'write on the repository',
  admin: 'admin on the repository',
  administrator: 'administrator of the instance',
};

const SCOPE: Readonly<Record<Policy['scope'], string>> = {
  pull: 'pull',
  push: 'push',
  'read-results': 'read-results',
  admin: 'admin',
  session: 'signing in: no token will do',
  any: '-',
};

const PLAN: Readonly<Record<Policy['plan'], string>> = {
  any: '-',
  analysis: 'Pro, Team or Business',
  results: 'Pro, Team or Business, and for a time after',
};

function coveragePage(): string {
  return page(
    'What is covered, and by what it is tested',
    'Ecosystems and distributions, and beside them what other scanners say of themselves. The files: [what we read](reference/what-we-read.md); the feeds, their freshness and licences: [advisories](advisories.md).',
    coverageSections(),
  );
}

function readsPage(): string {
  const sections = [...ecosystems.values()]
    .filter(({ catalogers }) => catalogers.length > 0)
    .map(({ id, catalogers }) => {
      const rows = catalogers.map(
        (cataloger) => `| ${cataloger.id} | ${cataloger.reads.map(patternText).join('<br>')} |`,
      );
      return [`## ${id}\n`, '| cataloger | files |', '|---|---|', ...rows].join('\n');
    });
  return page(
    'What we read',
    'Files in an image that tell of packages, relative to its root. `**/` is any folder.',
    sections,
  );
}

function patternText(pattern: FilePattern): string {
  if ('path' in pattern) return `\`${pattern.path}\``;
  if ('under' in pattern)
    return `\`${pattern.under}**${pattern.suffix ? `/*${pattern.suffix}` : ''}\``;
  if ('basename' in pattern)
    return `\`**/${pattern.folder ? `*${pattern.folder}/` : ''}${pattern.basename}\``;
  if ('suffix' in pattern)
    return `\`**/${pattern.within ? `${pattern.within}/**/` : ''}*${pattern.suffix}\``;
  if ('prefix' in pattern) return `\`**/${pattern.prefix}*\``;
  return `any ${MAGIC[pattern.magic]} file`;
}

const MAGIC = { elf: 'ELF', pe: 'PE', 'mach-o': 'Mach-O' } as const;

function page(title: string, lead: string, sections: readonly string[]): string {
  return `${[MADE, `# ${title}`, lead, ...sections].join('\n\n')}\n`;
}

/** Codes as the sources write them: whole, or the last word beside a template that begins them. */
export function codesInSources(): { readonly whole: ReadonlySet<string>; readonly text: string } {
  const src = join(ROOT, 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !/\.(?:test|contract)\.ts$/.test(name),
  );
  const text = files.map((name) => readFileSync(join(src, name), 'utf8')).join('\n');
  const areas = new Set(Object.keys(MEANINGS).map((code) => code.split('.', 1)[0] ?? ''));
  const literals = [...text.matchAll(/'([a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+)'/g)];
  const whole = literals
    .map(([, code = '']) => code)
    .filter(
      (code) => areas.has(code.split('.', 1)[0] ?? '') && (code in MEANINGS || !FILES.test(code)),
    )
    // the end of a code whose beginning is a template
    .filter(
      (code) => code in MEANINGS || !Object.keys(MEANINGS).some((one) => one.endsWith(`.${code}`)),
    );
  return { whole: new Set(whole), text };
}

/** Names of files that look like codes. */
const FILES = /\.(?:json|lock|lockb|toml|yaml|jar|xml|mod|sum|js)$/;

if (import.meta.main) {
  mkdirSync(join(ROOT, 'docs', 'reference'), { recursive: true });
  for (const [path, text] of await referenceFiles()) writeFileSync(join(ROOT, path), text);
}
