import { minorReleaseOf, rpmVersions } from '../../ecosystems/index.ts';
import type { Affected, RangeEvent, SeverityRating, VendorStatus } from '../../model/index.ts';
import { byCodeUnits } from '../snapshot/order.ts';
import type { RpmComponent } from './csaf-product-tree.ts';

/** What a document says of one package of one product. */
export interface Statement {
  readonly namespace: string;
  readonly component: RpmComponent;
  readonly status: VendorStatus;
  readonly severity?: SeverityRating;
}

/** The architecture of a source package. */
const SOURCE = 'src';

/** Stands for every architecture where a package is meant, and no source package of that name. */
const ANY = ['noarch'];

/** Symbols and sources for debuggers: no image has them, and they are a third of all entries. */
const DEBUG = /-debug(?:info|source)(?:-common.*)?$/;

interface Group extends Statement {
  readonly architectures: Set<string>;
}

/**
 * Statements of one vulnerability, as entries. Architectures of one build come together; of several
 * fixes for one minor release the last counts, and those for others stay beside it. A package with a
 * fix in a product has no other status there.
 */
export class StatementSet {
  /** The latest fix, by package, minor release and architecture. */
  readonly #fixes = new Map<string, Statement>();
  readonly #others = new Map<string, Group>();
  readonly #fixed = new Set<string>();

  add(statement: Statement): void {
    const { component, status } = statement;
    if (DEBUG.test(component.name)) return;
    if (status === 'fix_available' && component.version !== '') this.#addFix(statement);
    else join(this.#others, `${keyOf(statement)}\n${status}`, statement);
  }

  affected(): readonly Affected[] {
    const builds = new Map<string, Group>();
    for (const fix of this.#fixes.values()) {
      join(builds, `${keyOf(fix)}\n${fix.component.version}`, fix);
    }
    const others = [...this.#others.values()];
    const namesSources = others.some(({ architectures }) => architectures.has(SOURCE));
    return [
      ...[...builds.values()].map((group) => entryOf(group, group.architectures)),
      ...others
        .filter((group) => !this.#fixed.has(keyOf(group)))
        .map((group) => entryOf(group, architecturesOf(group, namesSources))),
    ];
  }

  /** Every binary package that was built is listed: the source's own line says nothing more. */
  #addFix(fix: Statement): void {
    const { architecture, version } = fix.component;
    if (architecture === SOURCE) return;
    this.#fixed.add(keyOf(fix));
    const key = `${keyOf(fix)}\n${minorReleaseOf(version) ?? ''}\n${architecture}`;
    const known = this.#fixes.get(key);
    if (known === undefined || replaces(version, known.component.version))
      this.#fixes.set(key, fix);
  }
}

function join(groups: Map<string, Group>, key: string, statement: Statement): void {
  const { architecture } = statement.component;
  const known = groups.get(key);
  if (known) known.architectures.add(architecture);
  else groups.set(key, { ...statement, architectures: new Set([architecture]) });
}

function keyOf({ namespace, component: { name, module = '' } }: Statement): string {
  return `${namespace}\n${name}\n${module}`;
}

/**
 * A later build replaces an earlier one. A module is built once for each stream of what it needs; the
 * builds differ in a hash alone, by which rpm orders them: of those the first, so that all are fixed.
 */
function replaces(version: string, known: string): boolean {
  const order = compare(withoutHash(version), withoutHash(known));
  return order === 0 ? compare(version, known) < 0 : order > 0;
}

function withoutHash(version: string): string {
  return version.replace(/(\.module\+el[\d.]+\+\d+)\+[\da-f]{8}/, '$1');
}

function compare(a: string, b: string): number {
  const [left, right] = [rpmVersions.parse(a), rpmVersions.parse(b)];
  return left && right ? rpmVersions.compare(left, right) : 0;
}

/**
 * Without an architecture a package is meant in all of them. Older documents name no source packages
 * apart: there such a line is of the source too.
 */
function architecturesOf({ architectures }: Group, namesSources: boolean): Iterable<string> {
  if (!architectures.has('')) return architectures;
  return namesSources && !architectures.has(SOURCE) ? ANY : [];
}

function entryOf(group: Group, architectures: Iterable<string>): Affected {
  const { namespace, component, status, severity } = group;
  return {
    ecosystem: 'rpm',
    namespace,
    name: component.name,
    ranges: rangesOf(status, component.version),
    versions: [],
    status,
    ...(severity && { severity }),
    ...(component.module !== undefined && { module: component.module }),
    architectures: [...architectures].toSorted(byCodeUnits),
  };
}

function rangesOf(status: VendorStatus, version: string): readonly (readonly RangeEvent[])[] {
  if (status === 'not_affected') return [];
  return [status === 'fix_available' ? [SINCE_EVER, { kind: 'fixed', version }] : [SINCE_EVER]];
}

const SINCE_EVER: RangeEvent = { kind: 'introduced', version: '0' };
