import type { ConfigCheck } from '../../model/index.ts';
import type { Report } from '../../report/index.ts';
import { wrapWords } from './fitting.ts';
import type { Painter } from './painter.ts';
import { printable } from './printable.ts';

/** Places of one kind that are named. */
const MOST_PLACES = 3;

/** Kinds of checks by what few words say. */
const CHECK_WORDS: Readonly<Record<ConfigCheck['id'], string>> = {
  'runs-as-root': 'runs as root',
  'exposes-ssh': 'opens the port of SSH',
  'adds-url': 'ADD fetches from an address',
  'secret-in-environment': 'likely secret in its environment',
  'secret-in-history': 'likely secret in its history',
};

/** Of how it is set up; each kind once, with its places where they tell more. */
export function checkLines({ image: { checks = [] } }: Report, painter: Painter): string[] {
  const kinds = [...new Set(checks.map(({ id }) => id))].map((id) => {
    const places = checks.filter((check) => check.id === id).map(({ place }) => printable(place));
    const isToldByKind = id === 'runs-as-root' || id === 'exposes-ssh';
    const more = places.length > MOST_PLACES ? ', ...' : '';
    return isToldByKind
      ? CHECK_WORDS[id]
      : `${CHECK_WORDS[id]} (${places.slice(0, MOST_PLACES).join(', ')}${more})`;
  });
  return kinds.length === 0
    ? []
    : wrapWords(`set-up: ${kinds.join(' · ')}`.split(' '), ' ', painter.columns, '  ');
}
