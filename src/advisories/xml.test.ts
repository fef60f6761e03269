import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as check, constantFrom, property } from 'fast-check';
import { FailureError } from '../base/index.ts';
import { XmlReader } from './xml.ts';

/** What a text says, an event a row; read in pieces of a length. */
function eventsOf(text: string, length = text.length): string[] {
  const events: string[] = [];
  let gathered = '';
  const flush = () => {
    if (gathered.trim() !== '') events.push(`text ${gathered.trim()}`);
    gathered = '';
  };
  const reader = new XmlReader({
    open: ({ name, attributes }) => {
      flush();
      events.push(`open ${name} ${JSON.stringify(attributes)}`);
    },
    text: (part) => {
      gathered += part;
    },
    close: (name) => {
      flush();
      events.push(`close ${name}`);
    },
  });
  for (let at = 0; at < text.length; at += length) reader.push(text.slice(at, at + length));
  reader.end();
  return events;
}

const DOCUMENT = `<?xml version="1.0"?><!-- a > b --><o:root xmlns:o="x">
  <a b="1 > 0" c='&quot;&#65;&#x42;'/>text &amp; &lt;more&gt; &unknown;<![CDATA[<raw>]]></o:root>`;

test('elements, attributes, text and entities are told, however the text is cut in pieces', () => {
  const expected = [
    'open root {"o":"x"}',
    'open a {"b":"1 > 0","c":"\\"AB"}',
    'close a',
    'text text & <more> &unknown;<raw>',
    'close root',
  ];
  for (const length of [DOCUMENT.length, 1, 2, 3, 7, 16]) {
    assert.deepEqual(eventsOf(DOCUMENT, length), expected, `${length}`);
  }
});

test('what is no XML, or not all of it, is refused', () => {
  const broken = [
    '',
    'text',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '</a>',
    '<a',
    '<a b="',
    '<>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<a>'.repeat(300),
  ];
  for (const text of broken) {
    assert.throws(() => eventsOf(text), FailureError, text.slice(0, 40));
  }
});

test('any text is read or refused, and nothing else happens', () => {
  const piece = constantFrom('<a>', '</a>', '<', '>', '"', "'", '&amp;', '<!--', '-->', ']]>', 'x');
  check(
    property(array(piece, { maxLength: 30 }), (pieces) => {
      try {
        eventsOf(pieces.join(''), 3);
      } catch (error) {
        assert.ok(error instanceof FailureError);
      }
    }),
    { numRuns: 500, seed: 3 },
  );
});
