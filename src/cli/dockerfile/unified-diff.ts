/** Lines of a text that others take the place of; none removed: they are put before that line. */
export interface LineEdit {
  /** 0 is the first. */
  readonly at: number;
  readonly removed: number;
  readonly added: readonly string[];
}

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** The text with the edits; these are in order and do not touch each other. */
export function applyEdits(text: string, edits: readonly LineEdit[]): string {
  const lines = text.split('\n');
  for (const { at, removed, added } of edits.toReversed()) lines.splice(at, removed, ...added);
  return lines.join('\n');
}

/**
 * The edits as a patch for `patch -p1` and `git apply`; empty where there is none.
 *
 * https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
 */
export function unifiedDiff(path: string, text: string, edits: readonly LineEdit[]): string {
  if (edits.length === 0) return '';
  const name = path.replace(/^(?:\.?\/)+/, '');
  const lines = text.split('\n');
  // A text that ends as it should has nothing behind its last line break.
  const isWhole = lines.at(-1) === '';
  const end = isWhole ? lines.length - 1 : lines.length;
  let shift = 0;
  const hunks = hunksOf(joined(edits, isWhole ? [] : lines), end).map((hunk) => {
    const written = hunkText(hunk, lines, { end, isWhole, shift });
    shift += hunk.edits.reduce((sum, { removed, added }) => sum + added.length - removed, 0);
    return written;
  });
  return `--- a/${name}\n+++ b/${name}\n${hunks.join('')}`;
}

/**
 * Edits that touch as one. What is put behind a last line without a line break changes that line:
 * `unended` are the lines of such a text.
 */
function joined(edits: readonly LineEdit[], unended: readonly string[]): readonly LineEdit[] {
  const all: LineEdit[] = [];
  for (const edit of edits) {
    const last = all.at(-1);
    if (last && last.at + last.removed === edit.at) {
      const removed = last.removed + edit.removed;
      all[all.length - 1] = { at: last.at, removed, added: [...last.added, ...edit.added] };
    } else if (unended.length > 0 && edit.at === unended.length) {
      const added = [...unended.slice(-1), ...edit.added];
      all.push({ at: edit.at - 1, removed: 1, added });
    } else all.push(edit);
  }
  return all;
}

interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly edits: readonly LineEdit[];
}

/** Edits whose surroundings touch are told together. */
function hunksOf(edits: readonly LineEdit[], end: number): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const edit of edits) {
    const from = Math.max(0, edit.at - CONTEXT);
    const to = Math.min(end, edit.at + edit.removed + CONTEXT);
    const last = hunks.at(-1);
    if (last && from <= last.to) {
      hunks[hunks.length - 1] = { from: last.from, to, edits: [...last.edits, edit] };
    } else hunks.push({ from, to, edits: [edit] });
  }
  return hunks;
}

function hunkText(
  { from, to, edits }: Hunk,
  lines: readonly string[],
  {
    end,
    isWhole,
    shift,
  }: { readonly end: number; readonly isWhole: boolean; readonly shift: number },
): string {
  const out: string[] = [];
  const kept = (start: number, stop: number): void => {
    for (let at = start; at < stop; at += 1) out.push(...lineOf(' ', at));
  };
  const lineOf = (mark: string, at: number): string[] => {
    const isCut = at === end - 1 && !isWhole;
    return [`${mark}${lines[at] ?? ''}`, ...(isCut ? ['\\ No newline at end of file'] : [])];
  };
  let next = from;
  for (const { at, removed, added } of edits) {
    kept(next, at);
    for (let line = at; line < at + removed; line += 1) out.push(...lineOf('-', line));
    out.push(...added.map((line) => `+${line}`));
    if (!isWhole && at + removed === end) out.push('\\ No newline at end of file');
    next = at + removed;
  }
  kept(next, to);
  const before = to - from;
  const after = edits.reduce((sum, { removed, added }) => sum + added.length - removed, before);
  return `@@ -${placeText(from, before)} +${placeText(from + shift, after)} @@\n${out.join('\n')}\n`;
}

/** Where a hunk begins, from 1 on, and how many lines it has. */
function placeText(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}
