import type { ByteView } from '../byte-view.ts';
import { numbersOf } from '../executable.ts';
import { readPe } from '../executable-pe.ts';

/** Optional headers of 32 and 64 bit, and where their data directories begin. */
const DIRECTORIES: ReadonlyMap<number, number> = new Map([
  [0x10b, 96],
  [0x20b, 112],
]);
const CLR_DIRECTORY = 14;

/** Whether a PE file is an assembly of .NET: it has a header of the runtime's own. */
export function isManaged(view: ByteView): boolean {
  const { half, word } = numbersOf(view, true, true);
  const optional = word(0x3c) + 24;
  const start = DIRECTORIES.get(half(optional));
  return start !== undefined && word(optional + start + CLR_DIRECTORY * 8) !== 0;
}

const KEY = Buffer.from('VS_VERSION_INFO\0', 'utf16le');
/** Length, length of the value and type, before every key. */
const HEAD = 6;
/** A length has two bytes. */
const MOST_BYTES = 0xffff;

/**
 * The strings of a PE file's version resource: `ProductVersion`, `InternalName`.
 *
 * https://learn.microsoft.com/windows/win32/menurc/vs-versioninfo
 */
export function versionStrings(view: ByteView): ReadonlyMap<string, string> {
  const strings = new Map<string, string>();
  const resources = readPe(view)?.sections.find(({ name }) => name === '.rsrc');
  if (!resources) return strings;
  const at = view.indexOf(KEY, resources.offset, resources.offset + resources.size);
  const start = at - HEAD;
  const block =
    at < HEAD ? undefined : view.bytes(start, Math.min(MOST_BYTES, view.length - start));
  if (!block) return strings;
  for (const info of nodesIn(block, rootBody(block), block.readUInt16LE(0))) {
    if (info.key !== 'StringFileInfo') continue;
    for (const table of nodesIn(block, info.body, info.end)) {
      for (const { key, body, end } of nodesIn(block, table.body, table.end)) {
        if (!strings.has(key)) strings.set(key, textAt(block, body, end));
      }
    }
  }
  return strings;
}

/** Behind the key and the numbers of fixed form. */
function rootBody(block: Buffer): number {
  return aligned(aligned(HEAD + KEY.length) + block.readUInt16LE(2));
}

interface Node {
  readonly key: string;
  /** Of its value, or of the nodes in it. */
  readonly body: number;
  readonly end: number;
}

/** Nodes that follow one another, each with its length first. */
function* nodesIn(block: Buffer, from: number, to: number): Generator<Node> {
  const last = Math.min(to, block.length);
  for (let at = from; at + HEAD <= last;) {
    const length = block.readUInt16LE(at);
    if (length <= HEAD) return;
    const end = Math.min(at + length, last);
    const key = textAt(block, at + HEAD, end);
    yield { key, body: aligned(at + HEAD + (key.length + 1) * 2), end };
    at = aligned(at + length);
  }
}

/** UTF-16 up to a NUL, or to where it ends. */
function textAt(block: Buffer, from: number, to: number): string {
  const text = block.toString('utf16le', Math.min(from, to), to);
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

function aligned(offset: number): number {
  return (offset + 3) & ~3;
}
