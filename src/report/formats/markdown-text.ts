import { clip, printable } from '../../base/index.ts';

/** Cells are markup already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Text from outside: no markup, no line of its own, no HTML, no address that turns into a link. */
export function inert(text: string): string {
  return clip(printable(text), LONGEST)
    .replace(/[\\`*_{}[\]()#+!|<>&~:@$]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}&#46;`);
}

/** In a code span; a backtick in it would end it. */
export function code(text: string): string {
  return `\`${clip(printable(text), LONGEST).replaceAll('`', "'")}\``;
}

/** Characters of one text: a name of 64 kB says no more than its beginning. */
const LONGEST = 300;
