import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyReport,
  HOSTILE_TEXTS,
  hostileReport,
  typicalReport,
} from '../sample-reports.contract.ts';
import { toHtml } from './html.ts';
import { STYLE } from './html-style.ts';

test('counts, steps, findings by package, gaps and layers', () => {
  const html = toHtml(typicalReport());
  assert.match(html, /<li class="critical"><b>2<\/b> critical<\/li>/);
  assert.match(html, /<code>npm install lodash@4\.17\.21<\/code>/);
  assert.match(html, /href="https:\/\/www\.cve\.org\/CVERecord\?id=CVE-2021-23337"/);
  assert.match(html, /<code>ENV NPM_TOKEN<\/code>: a variable looks secret/);
  assert.match(html, /<code>npm-token<\/code>: line 2 of \/root\/\.npmrc, in layer 1; deleted/);
  assert.match(html, /stanza without a version/);
  assert.match(html, /COPY \. \/app/);
});

test('nothing found reads as good news only where everything was looked up', () => {
  assert.match(toHtml(emptyReport()), /<b>–<\/b> critical.*No packages were found/s);
  const clean = typicalReport({ findings: [], steps: [], diagnostics: [] });
  assert.match(toHtml(clean), /<b>0<\/b> critical.*None is known for any of its 4 packages/s);
});

test('a hostile image changes no element and runs nothing', () => {
  const shape = tagsOf(toHtml(hostileReport('x')));
  for (const text of HOSTILE_TEXTS) {
    const html = toHtml(hostileReport(text));
    assert.deepEqual(tagsOf(html), shape, JSON.stringify(text.slice(0, 40)));
    assert.ok(html.isWellFormed());
  }
  assert.match(shape.join(' '), /^<!doctype <html <head <meta <meta <meta <title /);
  assert.ok(!shape.includes('<script'));
});

test('nothing is loaded from anywhere', () => {
  const html = toHtml(typicalReport());
  assert.doesNotMatch(html, /<(?:link|img|iframe|script|object)\b|@import|url\(|\ssrc=|\son\w+=/i);
  assert.match(html, /default-src 'none'/);
});

test('every colour of text has a contrast of 4.5 on both grounds, light and dark', () => {
  for (const [, block = ''] of STYLE.matchAll(/:root \{([^}]*)\}/g)) {
    const colours = new Map(
      [...block.matchAll(/--(\w+): (#[\da-f]+)/g)].map(([, name = '', hex = '']) => [name, hex]),
    );
    const grounds = [colours.get('paper'), colours.get('fill')];
    const texts = [...colours].filter(([name]) => !['paper', 'fill', 'line'].includes(name));
    assert.equal(texts.length, 9);
    for (const [name, colour] of texts) {
      for (const ground of grounds) {
        const ratio = contrast(colour, ground ?? '');
        assert.ok(ratio >= 4.5, `${name} ${colour} on ${ground ?? ''}: ${ratio.toFixed(2)}`);
      }
    }
  }
});

/** Opening tags in order, `<wbr>` left out: it only says where lines may break. */
function tagsOf(html: string): string[] {
  return [...html.matchAll(/<[a-z!]\w*/gi)].map(([tag]) => tag).filter((tag) => tag !== '<wbr');
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const long = hex.length === 4 ? hex.replace(/[\da-f]/g, '$&$&') : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
