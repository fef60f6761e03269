export { createPainter } from './text/painter.ts';
export { complain } from './complain.ts';
export { runCli } from './program.ts';
export type { ServerCommand } from './server-command.ts';
export type { CliConfig, Output, Person, World } from './world.ts';
