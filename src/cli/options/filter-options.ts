import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Severity } from '../../model/index.ts';
import { SEVERITIES } from '../../model/index.ts';
import type { ReportFilter, Threshold } from '../../report/index.ts';
import { THRESHOLDS } from '../../report/index.ts';

/** What to show of the findings. */
export interface FilterOptions {
  readonly onlySeverity?: readonly Severity[];
  readonly onlyFixed?: boolean;
  readonly onlyKev?: boolean;
  readonly epssMin?: number;
  readonly onlyPackage?: readonly string[];
  readonly onlyPackageType?: readonly string[];
  readonly onlyLayer?: readonly number[];
}

export function addFilterOptions(command: Command): Command {
  return command
    .option('--only-severity <list>', 'critical,high,...', listOf(SEVERITIES))
    .option('--only-fixed', 'only what has a fixed version')
    .option('--only-kev', 'only what is known to be exploited (CISA KEV)')
    .option(
      '--epss-min <probability>',
      'only what is this likely to be exploited, 0 to 1',
      probability,
    )
    .option(
      '--only-package <list>',
      'only these packages; a * at the end stands for any rest',
      words,
    )
    .option('--only-package-type <list>', 'only these purl types: deb,npm,...', words)
    .option('--only-layer <list>', 'only packages of these layers, 1 the lowest', layers);
}

/** What makes a pipeline fail: anything in the image, or only what its base has not. */
export interface PipelineThresholds {
  readonly always: readonly Threshold[];
  readonly fresh: readonly Threshold[];
}

/** What makes the exit code tell. */
export interface VerdictOptions {
  readonly failOn?: readonly Threshold[];
  readonly strict?: boolean;
}

export function addVerdictOptions(command: Command): Command {
  return command
    .option(
      '--fail-on <list>',
      `exit 2 when there is any: ${THRESHOLDS.join(', ')}`,
      listOf(THRESHOLDS),
    )
    .option('--strict', 'exit 3 when the report has gaps or no advisory coverage');
}

const NEW = 'new-';
const NEW_THRESHOLDS = THRESHOLDS.map((one) => `${NEW}${one}`);

/** As of `--fail-on`, each with `new-` before it: only what the first image has not counts. */
export function newThresholds(text: string): readonly Threshold[] {
  return freshOf(listOf(NEW_THRESHOLDS)(text));
}

/** Both kinds beside each other. */
export function pipelineThresholds(text: string): PipelineThresholds {
  const chosen = listOf([...THRESHOLDS, ...NEW_THRESHOLDS])(text);
  return { always: THRESHOLDS.filter((one) => chosen.includes(one)), fresh: freshOf(chosen) };
}

function freshOf(chosen: readonly string[]): readonly Threshold[] {
  return THRESHOLDS.filter((one) => chosen.includes(`${NEW}${one}`));
}

export function filterOf(options: FilterOptions): ReportFilter {
  const { onlySeverity, onlyFixed, onlyKev, epssMin, onlyPackage, onlyPackageType, onlyLayer } =
    options;
  return {
    ...(onlySeverity && { severities: new Set(onlySeverity) }),
    ...(onlyFixed && { onlyFixed }),
    ...(onlyKev && { onlyExploited: onlyKev }),
    ...(epssMin !== undefined && { epssAtLeast: epssMin }),
    ...(onlyPackage && { packages: onlyPackage }),
    ...(onlyPackageType && { packageTypes: new Set(onlyPackageType) }),
    ...(onlyLayer && { layers: new Set(onlyLayer.map((layer) => layer - 1)) }),
  };
}

/** A reader of comma-separated words of a closed list. */
function listOf<Word extends string>(known: readonly Word[]): (text: string) => readonly Word[] {
  return (text) =>
    words(text).map((word) => {
      const found = known.find((one) => one === word);
      if (found === undefined) {
        throw new InvalidArgumentError(`'${word}' is none of ${known.join(', ')}.`);
      }
      return found;
    });
}

function words(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function probability(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError(`'${text}' is not from 0 to 1.`);
  return value;
}

function layers(text: string): readonly number[] {
  return words(text).map((word) => {
    const value = Number(word);
    if (!Number.isInteger(value) || value < 1) {
      throw new InvalidArgumentError(`'${word}' is no layer; the lowest is 1.`);
    }
    return value;
  });
}
