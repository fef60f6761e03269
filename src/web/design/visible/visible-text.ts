import { isPrintable, splitUnprintable } from '../../../base/printable/index.ts';

/** So many of a row are named; of the rest, how many. */
const MOST_NAMED = 8;
/** Each may be an element: a text of nothing else must not make the page slow. */
const MOST_PARTS = 200;

export interface TextPart {
  readonly text: string;
  /** `U+202E`: names in place of characters that nobody sees, or that turn around what is seen. */
  readonly isNames: boolean;
}

/** A text in parts that can all be seen. undefined: it can be seen as it is, as nearly every text can. */
export function visibleParts(text: string): readonly TextPart[] | undefined {
  if (isPrintable(text)) return undefined;
  const parts = splitUnprintable(text).flatMap((part, at): TextPart[] =>
    at % 2 === 0 ? [{ text: part, isNames: false }] : namesOf(part),
  );
  if (parts.every(({ isNames }) => !isNames)) return undefined;
  if (parts.length <= MOST_PARTS) return parts.filter((part) => part.text !== '');
  return [{ text: parts.map(inline).join(''), isNames: false }];
}

/** The same in one string, for where no element can be: `⟨U+202E⟩`. */
export function visibleText(text: string): string {
  return visibleParts(text)?.map(inline).join('') ?? text;
}

function inline({ text, isNames }: TextPart): string {
  return isNames ? `⟨${text}⟩` : text;
}

/** The browser lays these out, which is seen. */
const LAYOUT = /(\r\n|[\n\t])/;

function namesOf(row: string): TextPart[] {
  return row.split(LAYOUT).flatMap((text, at): TextPart[] => {
    if (at % 2 === 1) return [{ text, isNames: false }];
    const characters = Array.from(text);
    if (characters.length === 0) return [];
    const named = characters.slice(0, MOST_NAMED).map(nameOf);
    const rest = characters.length - named.length;
    return [{ text: [...named, ...(rest > 0 ? [`+${rest}`] : [])].join(' '), isNames: true }];
  });
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
