import { arrayOf, recordOf, stringOf, stringsOf } from '../base/index.ts';
import type { VexClaim } from '../model/index.ts';
import { csafProducts } from './csaf-products.ts';
import type { VexProduct, VexSource, VexStatement } from './statement.ts';
import { statusNamed } from './status-words.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The product statuses of a CSAF 2.0 document.
 *
 * https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html#45-profile-5-vex
 */
export function readCsafVex(root: Json, name: string): readonly VexStatement[] {
  const document = recordOf(root['document']);
  const tracking = recordOf(document['tracking']);
  const author = stringOf(recordOf(document['publisher'])['name']);
  const at = stringOf(tracking['current_release_date']);
  const source: VexSource = {
    ...(author !== undefined && { author }),
    ...(at !== undefined && { at }),
    document: stringOf(tracking['id']) ?? name,
  };
  const tree = recordOf(root['product_tree']);
  const products = csafProducts(tree);
  const groups = productGroups(tree);
  return arrayOf(root['vulnerabilities']).flatMap((one) => {
    const vulnerability = recordOf(one);
    const reasons = reasonsOf(vulnerability, groups);
    return statementsOf(vulnerability, { products, reasons, source });
  });
}

interface Context {
  readonly products: ReadonlyMap<string, VexProduct>;
  readonly reasons: Reasons;
  readonly source: VexSource;
}

/** One statement for all products of a status that have the same reason. */
function statementsOf(vulnerability: Json, context: Context): VexStatement[] {
  const { products, reasons, source } = context;
  const ids = [vulnerability['cve'], ...arrayOf(vulnerability['ids']).map(textOf)].filter(
    (id) => typeof id === 'string',
  );
  const byReason = new Map<string, { claim: VexClaim; products: VexProduct[] }>();
  for (const [word, named] of Object.entries(recordOf(vulnerability['product_status']))) {
    const status = statusNamed(word);
    if (!status) continue;
    for (const id of stringsOf(named)) {
      const reason = status === 'not_affected' ? reasons.get(id) : undefined;
      const key = JSON.stringify([status, reason?.justification, reason?.note]);
      const kept = byReason.get(key) ?? { claim: { status, ...reason, ...source }, products: [] };
      byReason.set(key, kept);
      const product = products.get(id);
      if (product) kept.products.push(product);
    }
  }
  return [...byReason.values()].map((one) => ({ ids, ...one }));
}

function textOf(value: unknown): unknown {
  return recordOf(value)['text'];
}

type Reasons = ReadonlyMap<string, Pick<VexClaim, 'justification' | 'note'>>;

/** Why each product is not affected: a flag's word, a threat's sentence. */
function reasonsOf(vulnerability: Json, groups: ReadonlyMap<string, readonly string[]>): Reasons {
  const reasons = new Map<string, Pick<VexClaim, 'justification' | 'note'>>();
  const add = (about: Json, reason: Pick<VexClaim, 'justification' | 'note'>): void => {
    const grouped = stringsOf(about['group_ids']).flatMap((id) => groups.get(id) ?? []);
    for (const id of [...stringsOf(about['product_ids']), ...grouped]) {
      reasons.set(id, { ...reasons.get(id), ...reason });
    }
  };
  for (const flag of arrayOf(vulnerability['flags']).map(recordOf)) {
    const justification = stringOf(flag['label']);
    if (justification !== undefined) add(flag, { justification });
  }
  for (const threat of arrayOf(vulnerability['threats']).map(recordOf)) {
    const note = stringOf(threat['details']);
    if (threat['category'] === 'impact' && note !== undefined) add(threat, { note });
  }
  return reasons;
}

function productGroups(tree: Json): Map<string, readonly string[]> {
  return new Map(
    arrayOf(tree['product_groups']).map((one) => {
      const { group_id: id, product_ids: products } = recordOf(one);
      return [stringOf(id) ?? '', stringsOf(products)] as const;
    }),
  );
}
