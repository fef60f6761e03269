import type { Command } from 'commander';

/** Whose statements a report is held against. */
export interface VexOptions {
  readonly vex?: readonly string[];
}

export function addVexOptions(command: Command): Command {
  return command.option(
    '--vex <files...>',
    'VEX documents that say what is not affected: OpenVEX, CSAF or CycloneDX',
  );
}
