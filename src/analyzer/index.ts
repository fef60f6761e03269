export type { Analyzer, AnalyzerOptions, InventoryRun, LayerStream } from './analyzer.ts';
export { createAnalyzer, imageFactsOf, sbomFactsOf } from './analyzer.ts';
export { layerCacheIn } from './layer-cache.ts';
export type { AnalysisProgress, LayerCache } from './layers.ts';
export type { Sandbox, SandboxLevel } from './sandbox.ts';
export type { WorkerProgram } from './worker-program.ts';
export type { SnapshotName } from './report-of.ts';
export type { Explanation, Judgement, Reason, SparedPackage } from '../match/index.ts';
export { explain, namespacesOf } from '../match/index.ts';
