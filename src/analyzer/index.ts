export type { Analyzer, AnalyzerOptions, InventoryRun, LayerStream } from './analyzer.ts';
export { createAnalyzer, imageFactsOf } from './analyzer.ts';
export { layerCacheIn } from './layer-cache.ts';
export type { AnalysisProgress, LayerCache } from './layers.ts';
export type { Sandbox, SandboxLevel } from './sandbox.ts';
export type { WorkerProgram } from './worker-program.ts';
export type { Explanation, Judgement, Reason, SparedPackage } from '../match/index.ts';
export { explain, namespacesOf } from '../match/index.ts';
