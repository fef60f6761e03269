import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MarkdownNode } from './markdown-tree.ts';
import { markdownTree } from './markdown-tree.ts';

function text(value: string): MarkdownNode {
  return { kind: 'text', text: value };
}

test('headings, lists, tables, code and links are read', () => {
  assert.deepEqual(markdownTree('# A *b*\n\n- one\n- two\n\n`x` <https://a.example>'), [
    {
      kind: 'heading',
      level: 1,
      inside: [text('A '), { kind: 'emphasis', inside: [text('b')] }],
    },
    { kind: 'list', isOrdered: false, items: [[text('one')], [text('two')]] },
    {
      kind: 'paragraph',
      inside: [
        { kind: 'code', text: 'x' },
        text(' '),
        { kind: 'link', address: 'https://a.example', inside: [text('https://a.example')] },
      ],
    },
  ]);
  const [table] = markdownTree('| a | b |\n|---|---|\n| 1 | 2 |');
  assert.deepEqual(table, {
    kind: 'table',
    head: [[text('a')], [text('b')]],
    rows: [[[text('1')], [text('2')]]],
  });
});

test('HTML stays the text that it is, and a picture is a link (H4)', () => {
  const shown = JSON.stringify(
    markdownTree(
      '<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> ![p](https://t.example/p)',
    ),
  );
  assert.ok(shown.includes('"text":"<script>alert(1)</script>'));
  assert.ok(shown.includes('"text":"<img src=x onerror=alert(1)>"'));
  assert.ok(shown.includes('{"kind":"picture","address":"https://t.example/p","text":"p"}'));
});

test('what is made to take long or to nest without end is over soon', () => {
  const hostile = [
    '>'.repeat(60_000),
    '- '.repeat(30_000),
    '['.repeat(60_000),
    '*a '.repeat(20_000),
    '![['.repeat(20_000),
    '<a '.repeat(20_000),
    '`'.repeat(60_000),
    `${'|a'.repeat(5_000)}\n${'|-'.repeat(5_000)}\n`,
    'x'.repeat(1_000_000),
  ];
  for (const source of hostile) {
    const from = performance.now();
    assert.ok(markdownTree(source).length > 0, source.slice(0, 9));
    const took = performance.now() - from;
    assert.ok(took < 2_000, `${source.slice(0, 9)} took ${took} ms`);
  }
});
