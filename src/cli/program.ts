import { Argument, Command, CommanderError, InvalidArgumentError } from 'commander';
import { complain } from './complain.ts';
import { addDb } from './db-program.ts';
import type { Shell } from './completion.ts';
import { SHELLS } from './completion.ts';
import type { ExitCode } from './exit.ts';
import { EXIT } from './exit.ts';
import { failureOfSystem } from './failure-of-system.ts';
import { THRESHOLDS } from '../report/index.ts';
import {
  addFilterOptions,
  addVerdictOptions,
  newThresholds,
  pipelineThresholds,
} from './options/filter-options.ts';
import type {
  CiOptions,
  CompareOptions,
  CvesOptions,
  ExplainOptions,
  FixOptions,
  PackagesOptions,
  QuickviewOptions,
  RecommendationsOptions,
  SbomCommandOptions,
  VexCommandOptions,
} from './options/command-options.ts';
import { addFormatOptions, REPORT_FORMATS } from './options/format-options.ts';
import { addAsOf, addImageOptions, IMAGE_HELP } from './options/image-options.ts';
import { addVexOptions } from './options/vex-options.ts';
import { addServer } from './server-program.ts';
import { addServerCommands } from './server/client-program.ts';
import type { Output, World } from './world.ts';

/** Runs one command line. Commands are loaded when they are called: most runs need one of them. */
export async function runCli(args: readonly string[], world: World): Promise<ExitCode> {
  try {
    return await parse(args, world);
  } catch (error) {
    const refused = failureOfSystem(error, world.config.dataFolder);
    if (refused === undefined) throw error;
    return complain(refused, world);
  }
}

async function parse(args: readonly string[], world: World): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  let said: Promise<unknown> = Promise.resolve();
  const says: Says = (writing) => {
    said = Promise.all([said, writing]);
  };
  const program = createProgram(world, says, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    await said;
    return error.exitCode === 0 ? EXIT.ok : EXIT.failed;
  }
}

type Ended = (code: ExitCode) => void;

/** Commander does not wait for what it writes: we do, or a full disk would end us without a word. */
type Says = (writing: Promise<void>) => void;

function createProgram(world: World, says: Says, ended: Ended): Command {
  const program = new Command('drydock')
    .description('What is inside a container image, what of it is vulnerable, and what to change.')
    .version(world.version, '-v, --version')
    .configureOutput({
      writeOut: (text) => says(world.out.write(text)),
      writeErr: (text) => says(world.err.write(text)),
      getOutHelpWidth: () => helpWidth(world.out),
      getErrHelpWidth: () => helpWidth(world.err),
    })
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride();
  addCves(program, world, ended);
  addQuickview(program, world, ended);
  addPackages(program, world, ended);
  addSbom(program, world, ended);
  addCompare(program, world, ended);
  addRecommendations(program, world, ended);
  addFix(program, world, ended);
  addExplain(program, world, ended);
  addVex(program, world, ended);
  addCi(program, world, ended);
  addDb(program, world, ended);
  addServer(program, world, ended);
  addServerCommands(program, world, ended);
  addCompletion(program, world);
  return program;
}

/** Of a terminal, as wide as it is up to what reads well; of a pipe always the same. */
function helpWidth({ painter: { columns } }: Output): number {
  return Number.isFinite(columns) ? Math.min(columns, 100) : 80;
}

function addCves(program: Command, world: World, ended: Ended): void {
  const command = program
    .command('cves')
    .description('list known vulnerabilities of an image, with the reason for every line')
    .argument('<image>', 'see below')
    .addHelpText('after', `${IMAGE_HELP}\n${CVES_EXAMPLES}`);
  addFormatOptions(command, REPORT_FORMATS);
  addAsOf(addImageOptions(command));
  addFilterOptions(command);
  addVexOptions(command);
  addVerdictOptions(command)
    .option('--secrets', SECRETS_HELP)
    .option('--all', 'list every package, on a terminal too')
    .option(
      '--local',
      'analyze here an image of a server that you are signed in to, by its advisories',
    )
    .option('--show-hidden', 'list what is hidden from totals: unimportant, kernel headers, ...')
    .action(async (image: string, options: CvesOptions) => {
      const { cves } = await import('./commands/cves.ts');
      ended(await cves(image, options, world));
    });
}

const SECRETS_HELP =
  'search text files for keys and tokens, and say where they are: never what they are';

const CVES_EXAMPLES = `
Examples:
  drydock cves debian:12
  docker save app:1 | drydock cves -
  drydock cves --only-fixed --only-severity critical,high app.tar
  drydock cves --fail-on critical,kev --format sarif --output app.sarif ./layout`;

function addQuickview(program: Command, world: World, ended: Ended): void {
  const command = program
    .command('quickview')
    .description('the counts and what to do first, in a few lines')
    .argument('<image>', 'see below')
    .addHelpText('after', IMAGE_HELP);
  addAsOf(addImageOptions(command));
  addVexOptions(command);
  addVerdictOptions(command).action(async (image: string, options: QuickviewOptions) => {
    const { quickview } = await import('./commands/quickview.ts');
    ended(await quickview(image, options, world));
  });
}

function addPackages(program: Command, world: World, ended: Ended): void {
  const command = program
    .command('packages')
    .description('list what is inside an image')
    .argument('<image>', 'see below')
    .option('--unknown', 'list the executables that no package explains instead (text)')
    .option('--leftovers', 'list what layers hold and a higher one deleted or replaced (text)')
    .option('--secrets', SECRETS_HELP)
    .option(
      '--sboms',
      'compare with bills of materials of others that lie in the image or are attached to it',
    )
    .option(
      '--sbom <file>',
      'compare with this one too: CycloneDX, SPDX, syft; may stand several times',
      (file: string, files: readonly string[] | undefined) => [...(files ?? []), file],
    )
    .addHelpText('after', IMAGE_HELP);
  addFormatOptions(command, ['text', 'json', 'csv']);
  addImageOptions(command);
  addFilterOptions(command).action(async (image: string, options: PackagesOptions) => {
    const { packages } = await import('./commands/packages.ts');
    ended(await packages(image, options, world));
  });
}

function addSbom(program: Command, world: World, ended: Ended): void {
  const command = program
    .command('sbom')
    .description('write a bill of materials of an image')
    .argument('<image>', 'see below')
    .addHelpText('after', IMAGE_HELP);
  addFormatOptions(command, ['cyclonedx', 'spdx']);
  addImageOptions(command).action(async (image: string, options: SbomCommandOptions) => {
    const { sbom } = await import('./commands/sbom.ts');
    ended(await sbom(image, options, world));
  });
}

function addCompare(program: Command, world: World, ended: Ended): void {
  const command = program
    .command('compare')
    .description('what changed from one image to another: findings and packages')
    .argument('<before>', 'an image; see below')
    .argument('<after>', 'an image')
    .addHelpText('after', IMAGE_HELP);
  addFormatOptions(command, ['text', 'json', 'markdown']);
  addVexOptions(command);
  addImageOptions(command)
    .option(
      '--fail-on <list>',
      `exit 2 when the second image has any that the first has not: ${THRESHOLDS.map((one) => `new-${one}`).join(', ')}`,
      newThresholds,
    )
    .option('--fail-on-new', 'the same as --fail-on new-any')
    .action(async (before: string, after: string, options: CompareOptions) => {
      const { compare } = await import('./commands/compare.ts');
      ended(await compare(before, after, options, world));
    });
}

function addRecommendations(program: Command, world: World, ended: Ended): void {
  const command = program
    .command('recommendations')
    .description('what to upgrade, to which version, and what another base would change')
    .argument('<image>', 'see below')
    .option('--base <image>', 'what the image is built on: its layers are the lowest of the image')
    .option('--to <image...>', 'what it could be built on instead; each is predicted, not built')
    .addHelpText('after', `${IMAGE_HELP}\n${RECOMMENDATIONS_EXAMPLE}`);
  addFormatOptions(command, ['text', 'json']);
  addVexOptions(command);
  addImageOptions(command).action(async (image: string, options: RecommendationsOptions) => {
    const { recommendations } = await import('./commands/recommendations.ts');
    ended(await recommendations(image, options, world));
  });
}

const RECOMMENDATIONS_EXAMPLE = `
Example:
  drydock recommendations app:1 --base node:20.11-bookworm --to node:20.19-bookworm`;

function addFix(program: Command, world: World, ended: Ended): void {
  const command = program
    .command('fix')
    .description('a patch of the Dockerfile that an image was built by, with what removes findings')
    .argument('<image>', 'see below')
    .requiredOption('--dockerfile <file>', 'the Dockerfile; it is read, and not written')
    .option('--to <reference>', 'what it is to be built on instead')
    .option('--breaking', 'also to versions that break compatibility, where these remove more')
    .option('--write', 'write the Dockerfile, in place of telling the patch')
    .option('--output <file>', 'write the patch to a file instead of standard output')
    .addHelpText('after', `${IMAGE_HELP}\n${FIX_EXAMPLE}`);
  addVexOptions(command);
  addImageOptions(command).action(async (image: string, options: FixOptions) => {
    const { fix } = await import('./commands/fix.ts');
    ended(await fix(image, options, world));
  });
}

const FIX_EXAMPLE = `
Example:
  drydock fix app:1 --dockerfile Dockerfile --to node:20.19-bookworm | git apply`;

function addExplain(program: Command, world: World, ended: Ended): void {
  const command = program
    .command('explain')
    .description('why a vulnerability is reported for an image, or exactly why it is not')
    .argument('<image>', 'see below')
    .argument('<id>', 'CVE-..., GHSA-..., DSA-..., or any other id', someId)
    .addHelpText('after', IMAGE_HELP);
  addFormatOptions(command, ['text', 'json']);
  addVexOptions(command);
  addAsOf(addImageOptions(command)).action(
    async (image: string, id: string, options: ExplainOptions) => {
      const { explain } = await import('./commands/explain.ts');
      ended(await explain(image, id, options, world));
    },
  );
}

function addVex(program: Command, world: World, ended: Ended): void {
  const command = program
    .command('vex')
    .description('write what is found, and what was said of it, as an OpenVEX document to edit')
    .argument('<image>', 'see below')
    .requiredOption('--author <name>', 'who says it: a person, a team, an organization')
    .option('--output <file>', 'write to a file instead of standard output')
    .addHelpText('after', IMAGE_HELP);
  addVexOptions(command);
  addImageOptions(command).action(async (image: string, options: VexCommandOptions) => {
    const { vex } = await import('./commands/vex.ts');
    ended(await vex(image, options, world));
  });
}

function addCi(program: Command, world: World, ended: Ended): void {
  const command = program
    .command('ci')
    .description('for a pipeline: what is found, or new against a base; annotations; the exit code')
    .argument('<image>', 'see below')
    .option(
      '--base <image>',
      'the image before the change: what it has too fails nothing by default',
    )
    .option(
      '--fail-on <list>',
      `exit 2 when there is any: ${THRESHOLDS.join(', ')}, or with --base new-critical and so on (default: critical, kev and malware; with --base the new ones)`,
      pipelineThresholds,
    )
    .option('--strict', 'exit 3 when the report has gaps or no advisory coverage')
    .option('--sarif <file>', 'write SARIF 2.1.0 too, for code scanning')
    .option('--gitlab <file>', 'write a container scanning report of GitLab too')
    .addHelpText('after', `${IMAGE_HELP}\n${CI_HELP}`);
  addVexOptions(command);
  addImageOptions(command).action(async (image: string, options: CiOptions) => {
    const { ci } = await import('./commands/ci.ts');
    ended(await ci(image, options, world));
  });
}

const CI_HELP = `
In GitHub Actions findings are annotations and the report goes to the summary of the step; in GitLab CI it
is written to gl-container-scanning-report.json. Ready pipelines: docs/pipelines.md`;

function someId(text: string): string {
  if (!/^\S+$/.test(text)) throw new InvalidArgumentError(`'${text}' is no id.`);
  return text;
}

function addCompletion(program: Command, world: World): void {
  program
    .command('completion')
    .description('a completion script for a shell: eval "$(drydock completion bash)"')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('./completion.ts');
      await world.out.write(completionScript(shell, program));
    });
}
