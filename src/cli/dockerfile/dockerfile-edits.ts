import { type Dockerfile, type From, DockerfileParser } from 'dockerfile-ast';
import type { LineEdit } from './unified-diff.ts';

/** What is to be changed in a Dockerfile. */
export interface DockerfileFix {
  /** What its last stage is to be built on. */
  readonly base?: string;
  /** The instruction that upgrades packages of the distribution. */
  readonly system?: string;
  readonly versions: readonly VersionFix[];
}

export interface VersionFix {
  /** The purl type. */
  readonly ecosystem: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface DockerfileEdits {
  readonly edits: readonly LineEdit[];
  /** What could not be done there, for the person to read. */
  readonly notes: readonly string[];
}

/**
 * The last stage's base, an upgrade right after it, and versions that `RUN` instructions name. What a
 * variable or another file says is left to the person.
 */
export function dockerfileEdits(text: string, fix: DockerfileFix): DockerfileEdits {
  const dockerfile = DockerfileParser.parse(text);
  const lines = text.split('\n');
  const froms = dockerfile.getFROMs();
  const last = froms.at(-1);
  if (last === undefined) return { edits: [], notes: ['it has no FROM'] };
  const based = baseEdit(froms, last, lines, fix);
  const edits = [
    ...based.edits,
    ...systemEdit(last, lines, fix),
    ...versionEdits(dockerfile, lines, fix),
  ];
  return { edits: edits.toSorted((a, b) => a.at - b.at), notes: based.notes };
}

function baseEdit(
  froms: readonly From[],
  last: From,
  lines: readonly string[],
  { base }: DockerfileFix,
): DockerfileEdits {
  if (base === undefined) return { edits: [], notes: [] };
  const from = ownBaseOf(froms, last);
  const range = from.getImageRange();
  const image = from.getImage();
  if (range === null || image === null) return { edits: [], notes: ['its FROM names no image'] };
  if (image.includes('$')) {
    return {
      edits: [],
      notes: [`FROM ${image} names its image by a variable: set that to ${base}`],
    };
  }
  if (image === base) return { edits: [], notes: [] };
  const at = range.start.line;
  const line = lines[at] ?? '';
  const changed = line.slice(0, range.start.character) + base + line.slice(range.end.character);
  return { edits: [{ at, removed: 1, added: [changed] }], notes: [] };
}

/** Of a stage that is built on another one, the first of them: that one's base is from elsewhere. */
function ownBaseOf(froms: readonly From[], last: From): From {
  let from = last;
  for (let at = froms.indexOf(last) - 1; at >= 0; at -= 1) {
    const before = froms[at];
    const name = before?.getBuildStage()?.toLowerCase();
    if (before && name !== undefined && name === from.getImage()?.toLowerCase()) from = before;
  }
  return from;
}

function systemEdit(last: From, lines: readonly string[], { system }: DockerfileFix): LineEdit[] {
  if (system === undefined) return [];
  const { line } = last.getRange().end;
  // Nothing of it twice, where an earlier patch was taken.
  if (lines.some((one) => one.trim() === system)) return [];
  const ending = lines[line]?.endsWith('\r') === true ? '\r' : '';
  return [{ at: line + 1, removed: 0, added: [system + ending] }];
}

function versionEdits(
  dockerfile: Dockerfile,
  lines: readonly string[],
  { versions }: DockerfileFix,
): LineEdit[] {
  const edits: LineEdit[] = [];
  for (const instruction of dockerfile.getInstructions()) {
    if (instruction.getKeyword() !== 'RUN') continue;
    const { start, end } = instruction.getRange();
    for (let at = start.line; at <= end.line; at += 1) {
      const line = lines[at] ?? '';
      const changed = versions.reduce(withVersion, line);
      if (changed !== line) edits.push({ at, removed: 1, added: [changed] });
    }
  }
  return edits;
}

/** How a version is named on a command line. */
const NAMED: Readonly<Record<string, (name: string, version: string) => string>> = {
  npm: (name, version) => `${name}@${version}`,
  pypi: (name, version) => `${name}==${version}`,
  gem: (name, version) => `${name}:${version}`,
  golang: (name, version) => `${name}@v${version.replace(/^v/, '')}`,
  cargo: (name, version) => `${name}@${version}`,
};

/** Whole words only: `a@1.0.1` is not in `a@1.0.10`. */
function withVersion(line: string, { ecosystem, name, from, to }: VersionFix): string {
  const named = NAMED[ecosystem];
  if (named === undefined) return line;
  const [old, renewed] = [named(name, from), named(name, to)];
  return line
    .split(/([\s"';&|]+)/)
    .map((word) => (word === old ? renewed : word))
    .join('');
}
