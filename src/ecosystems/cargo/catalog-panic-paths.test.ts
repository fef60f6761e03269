import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { sampleElf, sampleMachO, samplePe } from '../executable-samples.contract.ts';
import { packageLines, packagesIn } from '../found-packages.contract.ts';
import { contextOf } from '../sample-values.ts';
import { cargoPanicPaths } from './catalog-panic-paths.ts';
import { cargo } from './index.ts';

/** As they follow one another in constant data, without an end between them. */
const TEXTS = Buffer.from(
  [
    'called `Option::unwrap()` on a `None` value',
    '/root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/time-0.1.43/src/lib.rs',
    '/root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/time-0.1.43/src/sys.rs',
    '/usr/local/cargo/registry/src/github.com-1ecc6299db9ec823/crossbeam-epoch-0.9.5/src/a.rs',
    'C:\\Users\\a\\.cargo\\registry\\src\\index.crates.io-1949cf8c6b5b557f\\h2-0.3.0-rc.1+b\\src\\b.rs',
    '/home/a/.cargo/registry/src/crates.example-0123456789abcdef/private-2.0.0/src/lib.rs',
    '/rustc/90b35a6239c3d8bdabc530a6a0816f7ff89a0aaf/library/std/src/sys/mod.rs',
    '/home/a/.cargo/registry/src/index.crates.io-6f17d22bba15001f/no-version/src/lib.rs',
    '/srv/registry/src/main-1.0.0/lib.rs',
  ].join(''),
);
const PATH = 'usr/bin/app';
const SECTIONS = { sections: { '.text': Buffer.alloc(64), '.rodata': TEXTS } };

catalogerTests(cargoPanicPaths, [{ [PATH]: sampleElf(SECTIONS) }]);

test('crates are told from the paths in a stripped program, and are a guess', async () => {
  const programs = [
    sampleElf(SECTIONS),
    samplePe({ sections: { '.rdata': TEXTS } }),
    sampleMachO({ sections: { __const: TEXTS } }),
  ];
  for (const program of programs) {
    const found = await packagesIn(cargoPanicPaths, PATH, program);
    assert.deepEqual(
      found.map((pkg) => [pkg.name, pkg.version, pkg.facts?.['source']].join(' ')),
      [
        'time 0.1.43 crates.io',
        'crossbeam-epoch 0.9.5 crates.io',
        'private 2.0.0 registry',
        'h2 0.3.0-rc.1+b crates.io',
      ],
    );
    assert.ok(found.every((pkg) => pkg.confidence === 'heuristic' && pkg.evidence === 'strings'));
    const namespaces = found.map(
      (pkg) => cargo.matchTargetOf(pkg, contextOf(undefined))?.namespace,
    );
    assert.deepEqual(namespaces, ['crates.io', 'crates.io', undefined, 'crates.io']);
  }
});

test('what cargo auditable recorded is enough; paths in other sections are not of the program', async () => {
  const recorded = sampleElf({ sections: { '.dep-v0': Buffer.alloc(8), '.rodata': TEXTS } });
  assert.deepEqual(await packageLines(cargoPanicPaths, PATH, recorded), []);
  const other = sampleElf({ sections: { '.debug_str': TEXTS } });
  assert.deepEqual(await packageLines(cargoPanicPaths, PATH, other), []);
});

test('a million places take no time to speak of', async () => {
  const program = sampleElf({ sections: { '.rodata': Buffer.alloc(14e6, 'registry/src/ ') } });
  const start = performance.now();
  assert.deepEqual(await packageLines(cargoPanicPaths, PATH, program), []);
  assert.ok(performance.now() - start < 2_000);
});
