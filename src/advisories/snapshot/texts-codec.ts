import type { Advisory, AdvisoryTexts } from '../../model/index.ts';

/** Pages about a distribution's statement, by what it puts before the vulnerability's id. */
const PAGES: readonly (readonly [prefix: string, page: string])[] = [
  ['ALPINE-', 'https://security.alpinelinux.org/vuln/'],
  ['DEBIAN-', 'https://security-tracker.debian.org/tracker/'],
  ['UBUNTU-', 'https://ubuntu.com/security/'],
  ['WOLFI-', 'https://osv.dev/vulnerability/'],
  ['CHAINGUARD-', 'https://osv.dev/vulnerability/'],
  ['PHOTON-', 'https://osv.dev/vulnerability/'],
];

/** What can be said of an advisory whose feed has no texts: where to read on. */
export function textsById(id: string): AdvisoryTexts | undefined {
  const known = PAGES.find(([prefix]) => id.startsWith(prefix));
  if (known === undefined) return undefined;
  const [prefix, page] = known;
  const references = [`${page}${id.slice(prefix.length)}`];
  return { summary: '', details: '', published: '', references, weaknesses: [] };
}

/** Whether textsById says as much. */
export function isWithoutTexts(advisory: Advisory): boolean {
  const { summary, details, published, references, weaknesses } = advisory;
  const lists = [...references, ...weaknesses];
  return `${summary}${details}${published}` === '' && lists.length === 0;
}

/** Texts of an advisory, from the list that a feed writer made of them. */
export function readTexts(value: unknown): AdvisoryTexts | undefined {
  if (!Array.isArray(value)) return undefined;
  const [summary, details, published, references, weaknesses]: readonly unknown[] = value;
  return {
    summary: textOf(summary),
    details: textOf(details),
    published: textOf(published),
    references: listOf(references),
    weaknesses: listOf(weaknesses),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
