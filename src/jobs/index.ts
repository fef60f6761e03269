export type {
  Jobs,
  JobSpec,
  JobsOptions,
  Schedule,
  Task,
  TaskContext,
  TaskOutcome,
} from './jobs.ts';
export { again, DONE, migrateJobs, startJobs } from './jobs.ts';
export type { JobProcesses } from './processes.ts';
