export type * from './analyses.ts';
export type * from './events.ts';
export type * from './state.ts';
export { hasReport, isTerminal } from './state.ts';
