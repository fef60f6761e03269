import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { APP_PATHS } from '../api/contract/index.ts';

const HERE = import.meta.dirname;
const SOURCES = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /(?<!\.test)\.tsx?$/.test(name),
);

function read(name: string): string {
  return readFileSync(join(HERE, name), 'utf8');
}

function whereFound(pattern: RegExp, except: readonly string[] = []): string[] {
  return SOURCES.filter((name) => !except.includes(name) && pattern.test(read(name)));
}

test('the server is asked in one place, by the client that is made from OpenAPI', () => {
  const asks = /\bfetch\(|EventSource|XMLHttpRequest|WebSocket|sendBeacon|RTCPeer|serviceWorker/;
  assert.deepEqual(whereFound(asks, ['data/connection.ts']), []);
  const connection = read('data/connection.ts');
  assert.equal(connection.match(/\.fetch\(/g)?.length, 1);
  assert.match(connection, /createClient\(\{[^}]*fetch: async/s);
  // Links to what the browser itself opens come from the table of operations.
  const paths = /['"`]\/(?:api|v2|token)\//;
  const openApi = SOURCES.filter((name) =>
    paths.test(read(name).replaceAll('"/api/v1/openapi.json"', '')),
  );
  assert.deepEqual(openApi, []);
});

test('no text becomes markup, style or code (H4, G9)', () => {
  const makes =
    /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|<style|createElement\('(?:style|script)'/;
  assert.deepEqual(whereFound(makes), []);
});

test('every address of the routes is one that the server answers with the application', () => {
  const text = read('routes.tsx');
  const starts = [...text.matchAll(/getParentRoute: \(\) => root,\s+path: '\/([^/']*)/g)];
  assert.ok(starts.length > 10);
  for (const [, first = ''] of starts) {
    assert.ok(
      APP_PATHS.some((known) => known === first),
      `/${first}`,
    );
  }
});

test('every page is fetched when somebody goes there', () => {
  const text = read('routes.tsx');
  assert.ok(!/^import .*\/pages\//m.test(text));
  const pages = SOURCES.filter((name) => name.startsWith('pages/'));
  const lazy = new Set(
    [...text.matchAll(/import\('\.\/(pages\/[^']+)'\)/g)].map(([, at = '']) => at),
  );
  assert.ok(lazy.size > 25);
  for (const page of lazy) assert.ok(pages.includes(page), page);
});

test('the library of components is imported where its style sheets are named', () => {
  const doors = ['design/fields.tsx', 'design/design-provider.tsx'];
  assert.deepEqual(whereFound(/from '@mantine\/core'/, doors), []);
  // Their lock of scrolling makes style elements, which the policy refuses.
  assert.deepEqual(whereFound(/\b(?:Modal|Drawer|Spotlight)\b.*'@mantine/s), []);
});
