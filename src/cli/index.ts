export type { CliConfig, Output, World } from './world.ts';
