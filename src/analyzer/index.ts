export type { Analyzer, AnalyzerOptions } from './analyzer.ts';
export { createAnalyzer } from './analyzer.ts';
export type { AnalysisProgress, LayerCache } from './layers.ts';
export type { Sandbox, SandboxLevel } from './sandbox.ts';
export { runWorker } from './worker.ts';
export type { WorkerProgram } from './worker-program.ts';
