import type { Command } from 'commander';
import { Option } from 'commander';

export const REPORT_FORMATS = [
  'text',
  'json',
  'sarif',
  'gitlab',
  'cyclonedx',
  'spdx',
  'csv',
  'markdown',
  'html',
] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface FormatOptions<Format extends string> {
  readonly format: Format;
  readonly output?: string;
}

/** Which form, and where to. The first is the default. */
export function addFormatOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(
      new Option('--format <name>', 'how to write it').choices([...formats]).default(formats[0]),
    )
    .option('--output <file>', 'write to a file instead of standard output');
}
