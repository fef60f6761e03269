import { enableCompileCache, flushCompileCache } from 'node:module';

/**
 * Entry of a worker process: loads all of its code, gives up the right to open files, and only
 * then reads what others wrote. The argument names a folder that keeps compiled code.
 */
const [compiled] = process.argv.slice(2);
if (compiled !== undefined) enableCompileCache(compiled);
const { runWorker } = await import('./worker.ts');
flushCompileCache();
// Absent where nobody asked for --permission.
process.permission?.drop('fs');
runWorker();
