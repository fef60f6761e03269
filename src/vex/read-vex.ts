import type { Failure, Result } from '../base/index.ts';
import {
  DEFAULT_LIMITS,
  err,
  failure,
  isRecord,
  ok,
  parseJson,
  recordOf,
  stringOf,
} from '../base/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { readCsafVex } from './csaf-vex.ts';
import { readCycloneDxVex } from './cyclonedx-vex.ts';
import { readOpenVex } from './open-vex.ts';
import type { VexStatement } from './statement.ts';

/** Red Hat's largest are some 30 MB. */
const DOCUMENT_BYTES = 128 * 1024 * 1024;

/** What a VEX document says, as far as it can be held against an image. */
export interface VexDocument {
  /** Of the file, for messages. */
  readonly name: string;
  readonly statements: readonly VexStatement[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads OpenVEX, also as an in-toto statement, CSAF and CycloneDX; which it is is recognized. */
export function readVex(bytes: Uint8Array, name: string): Result<VexDocument, Failure> {
  const parsed = parseJson(bytes, { nesting: DEFAULT_LIMITS.nesting, bytes: DOCUMENT_BYTES });
  if (!parsed.ok) return unreadable(name, parsed.error.message);
  const read = readerOf(recordOf(parsed.value));
  if (!read) return unreadable(name, 'it is neither OpenVEX nor CSAF nor CycloneDX with analyses');
  const statements = read(name);
  const sound = statements.filter((one) => problemOf(one) === undefined);
  return ok({ name, statements: sound, diagnostics: complaints(name, statements) });
}

function unreadable(name: string, why: string): Result<never, Failure> {
  return err(failure('vex.unreadable', `the VEX document ${name} cannot be read: ${why}`));
}

type Json = Readonly<Record<string, unknown>>;

const IS_OPEN_VEX = /^https:\/\/openvex\.dev\/ns(?:\/|@|$)/;

function readerOf(root: Json): ((name: string) => readonly VexStatement[]) | undefined {
  if (IS_OPEN_VEX.test(stringOf(root['predicateType']) ?? '')) {
    return (name) => readOpenVex(recordOf(root['predicate']), name);
  }
  if (IS_OPEN_VEX.test(stringOf(root['@context']) ?? '')) return (name) => readOpenVex(root, name);
  if (root['bomFormat'] === 'CycloneDX' && Array.isArray(root['vulnerabilities'])) {
    return (name) => readCycloneDxVex(root, name);
  }
  const { csaf_version: version } = recordOf(root['document']);
  const isCsaf = typeof version === 'string' && isRecord(root['product_tree']);
  return isCsaf ? (name) => readCsafVex(root, name) : undefined;
}

/** Why a statement is not taken. */
function problemOf({ ids, products, claim }: VexStatement): string | undefined {
  if (ids.length === 0) return 'names no vulnerability';
  if (products.length === 0) return 'names no product by purl or digest';
  const isReasoned = claim.justification !== undefined || claim.note !== undefined;
  if (claim.status === 'not_affected' && !isReasoned) {
    return 'says not affected and gives no justification';
  }
  return undefined;
}

/** One for each kind of problem, with the first that has it. */
function complaints(name: string, statements: readonly VexStatement[]): Diagnostic[] {
  const byProblem = new Map<string, VexStatement[]>();
  for (const statement of statements) {
    const problem = problemOf(statement);
    if (problem === undefined) continue;
    const alike = byProblem.get(problem);
    if (alike) alike.push(statement);
    else byProblem.set(problem, [statement]);
  }
  return [...byProblem].map(([problem, [first, ...others]]) => ({
    code: 'vex.statement.unusable',
    severity: 'info',
    message: `${name}: the statement on ${first?.ids[0] ?? 'nothing'} ${problem}${others.length > 0 ? `, and ${others.length} more` : ''}: not taken`,
  }));
}
