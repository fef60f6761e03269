import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyReport,
  HOSTILE_TEXTS,
  hostileReport,
  typicalReport,
} from '../sample-reports.contract.ts';
import { toMarkdown } from './markdown.ts';

test('what is bad, what to do first, every finding, and what was not read', () => {
  const text = toMarkdown(typicalReport());
  assert.match(text, /^# acme\/shop&#58;1\.4\n/);
  assert.match(
    text,
    /\n1\. `apt-get update .* libssl3` fixes 1\n2\. `npm install lodash@4\.17\.21` in `\/app`/,
  );
  assert.match(text, /\n\| critical \| CVE-2026-1111 \(exploited\) \| libssl3 \|/);
  assert.match(text, /## Set-up\n\n- `ENV NPM_TOKEN`: a variable looks secret, /);
  assert.match(text, /## Likely secrets\n\n- `npm-token`: line 2 of /);
  assert.match(text, /## Not covered\n\n- stanza without a version \(`\/var\/lib/);
  assert.match(toMarkdown(emptyReport()), /\*\*0 vulnerabilities\*\*/);
});

test('text of a hostile image makes no markup, no row, no link and no line', () => {
  const lines = toMarkdown(hostileReport('x')).split('\n').length;
  for (const text of HOSTILE_TEXTS) {
    const markdown = toMarkdown(hostileReport(text));
    assert.equal(markdown.split('\n').length, lines, JSON.stringify(text.slice(0, 40)));
    const beyondCode = markdown.replaceAll(/`[^`\n]*`/g, '');
    assert.doesNotMatch(beyondCode, /`|<[a-z!/]|\]\(|https?:\/\/|\bwww\.|~~/i);
    assert.ok(markdown.length < 30_000);
    for (const row of markdown.split('\n').filter((line) => line.startsWith('| '))) {
      assert.ok([6, 7].includes(row.split('|').length - 1), row);
    }
  }
});
