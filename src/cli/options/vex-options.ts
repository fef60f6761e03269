import type { Command } from 'commander';

/** Whose statements a report is held against. */
export interface VexOptions {
  readonly vex?: readonly string[];
}

export function addVexOptions(command: Command): Command {
  return command.option(
    '--vex <file>',
    'a VEX document that says what is not affected: OpenVEX, CSAF or CycloneDX; may stand several times',
    (file: string, files: readonly string[] | undefined) => [...(files ?? []), file],
  );
}
