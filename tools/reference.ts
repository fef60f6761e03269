/** `npm run docs`: writes docs/reference from the code. src/docs.test.ts fails when it is stale. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Output, World } from '../src/cli/index.ts';
import { createPainter, runCli } from '../src/cli/index.ts';
import { ecosystems } from '../src/ecosystems/index.ts';
import type { FilePattern } from '../src/ecosystems/index.ts';
import { KEYS } from '../src/main/config.ts';
import { MEANINGS } from './diagnostic-meanings.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'docs', 'reference');
const MADE = '<!-- Made by `npm run docs`; do not edit. -->';

/** Name and text of every page of docs/reference. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['cli.md', await cliPage()],
    ['configuration.md', configurationPage()],
    ['diagnostics.md', diagnosticsPage()],
    ['what-we-read.md', readsPage()],
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
    config: { dataFolder: '', isOffline: true, dockerConfigFolder: '' },
    outside: {
      stdin: Readable.from([]),
      platform: 'linux/amd64',
      environment: {},
      sleep: () => Promise.resolve(),
      random: () => 0,
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
    'Read once from the environment. Any other variable that begins with `DRYDOCK_` is refused. `DOCKER_CONFIG` and `DOCKER_HOST` mean what they mean to Docker; `NO_COLOR` and `FORCE_COLOR` are heeded.',
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
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of await referencePages()) writeFileSync(join(FOLDER, name), text);
}
