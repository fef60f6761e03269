import type { Finding, HiddenReason, PurlParts, VexClaim, VexStatus } from '../model/index.ts';
import type { Report } from '../report/index.ts';
import { filterReport } from '../report/index.ts';
import type { VexTarget } from './product.ts';
import { isProduct, namesOf } from './product.ts';
import type { VexDocument } from './read-vex.ts';
import type { VexStatement } from './statement.ts';

/**
 * The report as the documents' statements leave it. What is not affected or fixed is hidden from totals and
 * still there to see, with who said so; what is affected is counted, whatever hid it before. Of one author the
 * newest statement holds; where authors disagree, the most cautious.
 */
export function applyVex(
  report: Report,
  documents: readonly VexDocument[],
  target: VexTarget,
): Report {
  const byId = statementsById(documents);
  const names = report.packages.map(namesOf);
  const used = new Set<VexStatement>();
  const findings = report.findings.map((finding) => {
    const statements = finding.ids.flatMap((id) => byId.get(id.toUpperCase()) ?? []);
    const own = statementsOn(names[finding.package] ?? [], statements, target);
    own.forEach((statement) => used.add(statement));
    return own.length === 0 ? finding : withClaims(finding, own);
  });
  const diagnostics = [
    ...report.diagnostics,
    ...documents.flatMap((document) => document.diagnostics),
    ...documents.map(({ name, statements }) => ({
      code: 'vex.applied',
      severity: 'info' as const,
      message: `${name}: ${statements.filter((one) => used.has(one)).length} of ${statements.length} statements are about findings of this image`,
    })),
  ];
  return filterReport({ ...report, findings, diagnostics }, {});
}

function statementsById(documents: readonly VexDocument[]): ReadonlyMap<string, VexStatement[]> {
  const byId = new Map<string, VexStatement[]>();
  for (const statement of documents.flatMap(({ statements }) => statements)) {
    for (const id of new Set(statement.ids.map((one) => one.toUpperCase()))) {
      const known = byId.get(id);
      if (known) known.push(statement);
      else byId.set(id, [statement]);
    }
  }
  return byId;
}

function statementsOn(
  found: readonly PurlParts[],
  statements: readonly VexStatement[],
  target: VexTarget,
): readonly VexStatement[] {
  return [...new Set(statements)].filter(({ products }) =>
    products.some((product) => isProduct(product, found, target)),
  );
}

function withClaims(finding: Finding, statements: readonly VexStatement[]): Finding {
  const claims = newestOfEach(statements.map(({ claim }) => claim)).toSorted(
    (a, b) => CAUTION[a.status] - CAUTION[b.status],
  );
  const { hidden: before, ...rest } = finding;
  const hidden = hiddenBy(claims[0]?.status, before);
  return { ...rest, ...(hidden && { hidden }), vex: claims };
}

/** Lower holds against higher. */
const CAUTION: Readonly<Record<VexStatus, number>> = {
  affected: 0,
  under_investigation: 1,
  not_affected: 2,
  fixed: 3,
};

function hiddenBy(
  status: VexStatus | undefined,
  before: HiddenReason | undefined,
): HiddenReason | undefined {
  switch (status) {
    case 'affected':
      return undefined;
    case 'not_affected':
      return 'vex-not-affected';
    case 'fixed':
      return 'vex-fixed';
    case 'under_investigation':
    case undefined:
      return before;
  }
}

/** By time; of two at the same time, the more cautious. */
function newestOfEach(claims: readonly VexClaim[]): VexClaim[] {
  const newest = new Map<string, VexClaim>();
  for (const claim of claims) {
    const author = claim.author ?? claim.document;
    const known = newest.get(author);
    if (!known || isNewer(claim, known)) newest.set(author, claim);
  }
  return [...newest.values()];
}

function isNewer(claim: VexClaim, known: VexClaim): boolean {
  const [time, before] = [timeOf(claim), timeOf(known)];
  return time === before ? CAUTION[claim.status] < CAUTION[known.status] : time > before;
}

/** Milliseconds; what has no time that can be read is older than all. */
function timeOf({ at }: VexClaim): number {
  const time = at === undefined ? Number.NaN : Date.parse(at);
  return Number.isNaN(time) ? -Infinity : time;
}
