import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFrom, openSnapshot } from '../src/advisories/index.ts';

/**
 * Builds a snapshot from a mirror folder and opens it: processor time, memory, bytes per range, size
 * as stored, load time. `node bench/snapshot.ts [mirror folder]`
 */
const mirror = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'shared', 'feeds');
const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
const before = process.cpuUsage();
const built = await buildFrom(mirror, { folder, clock: { now: () => Date.now() } });
const used = process.cpuUsage(before);
if (!built.ok) throw new Error(built.error.message);
const { outcomes, snapshot } = built.value;
for (const outcome of outcomes) {
  if (outcome.kind === 'refused')
    console.log(`refused ${outcome.feed}: ${outcome.failure.message}`);
}
const feeds = snapshot?.manifest.feeds ?? [];
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const records = sum(feeds.map((feed) => feed.records));
const ranges = sum(feeds.flatMap((feed) => feed.namespaces.map((namespace) => namespace.ranges)));
const blobs = readdirSync(join(folder, 'blobs', 'sha256'));
const stored = sum(blobs.map((name) => statSync(join(folder, 'blobs', 'sha256', name)).size));

const start = performance.now();
const opened = openSnapshot(folder);
const loaded = performance.now() - start;
if (!opened.ok || !opened.value) throw new Error('the snapshot does not open');
const all = performance.now();
opened.value.prepare(opened.value.namespaces());
const prepared = performance.now() - all;
const bytes = opened.value.bytesInMemory;

console.log(`build           ${((used.user + used.system) / 1e6).toFixed(1)} s CPU (target 20)`);
console.log(
  `peak RSS        ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB (target 1,000)`,
);
console.log(`records         ${records}, ranges ${ranges}`);
console.log(
  `stored          ${(stored / 1e6).toFixed(1)} MB in ${blobs.length} shards (target 25)`,
);
for (const [what, pick] of [
  ['matching', (feed: (typeof feeds)[number]) => feed.namespaces.flatMap(({ shards }) => shards)],
  ['texts', (feed: (typeof feeds)[number]) => feed.texts],
  ['context', (feed: (typeof feeds)[number]) => feed.context],
] as const) {
  const sizes = feeds.flatMap(pick).map(({ size }) => size);
  console.log(`  ${what.padEnd(13)} ${(sum(sizes) / 1e6).toFixed(1)} MB in ${sizes.length}`);
}
console.log(
  `open            ${loaded.toFixed(1)} ms; all ${opened.value.namespaces().length} namespaces ${prepared.toFixed(0)} ms (target 300)`,
);
console.log(
  `in memory       ${(bytes / 1e6).toFixed(1)} MB, ${(bytes / ranges).toFixed(1)} bytes a range (target 30)`,
);
const names = (process.env['NAMES'] ?? 'linux-libc-dev openssl glibc curl bash zlib perl').split(
  ' ',
);
for (const round of ['cold', 'warm'] as const) {
  const from = performance.now();
  let found = 0;
  for (let index = 0; index < 1000; index += 1) {
    const name = names[index % names.length] ?? '';
    found += opened.value.entriesOf(
      'Debian:12',
      index < names.length ? name : `${name}${index}`,
    ).length;
    found += opened.value.entriesOf('Ubuntu:22.04', name).length;
  }
  const took = performance.now() - from;
  console.log(`2,000 look-ups  ${took.toFixed(1)} ms ${round}, ${found} entries`);
}
rmSync(folder, { recursive: true });
