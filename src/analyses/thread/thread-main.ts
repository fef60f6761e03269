/** The thread that analyzes, for a server whose main thread answers requests. */
import { enableCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { connect } from './calls.ts';
import { BEAT_MS, type MainSide, type ThreadSetting, type ThreadSide } from './sides.ts';
import { threadSide } from './thread-side.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `startThread` gives it
const setting = workerData as ThreadSetting;
if (setting.compiledFolder !== undefined) enableCompileCache(setting.compiledFolder);
// Of this thread alone, on Linux; elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const beats = new Int32Array(setting.beats);
setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS);
if (parentPort) {
  const calls = connect<MainSide, ThreadSide>(parentPort, {
    read: (...args) => side.read(...args),
    readSbom: (...args) => side.readSbom(...args),
    kindOfSbom: (...args) => side.kindOfSbom(...args),
    match: (asked) => side.match(asked),
    weigh: (...asked) => side.weigh(...asked),
    predict: (asked) => side.predict(asked),
    missingSets: (sets) => side.missingSets(sets),
    addSets: (sets) => side.addSets(sets),
    trimSets: (count) => side.trimSets(count),
    touchedSets: (asked) => side.touchedSets(asked),
    changedVulnerabilities: (...asked) => side.changedVulnerabilities(...asked),
    identities: (made) => side.identities(made),
    stop: (run) => side.stop(run),
    uploadStarted: (...args) => side.uploadStarted(...args),
    uploadGrew: (...args) => side.uploadGrew(...args),
    uploadCommitted: (...args) => side.uploadCommitted(...args),
    uploadAbandoned: (id) => side.uploadAbandoned(id),
    close: () => side.close(),
  });
  const side: ThreadSide = threadSide(setting, calls);
}
