import { arrayOf, recordOf, stringOf, stringsOf } from '../base/index.ts';
import type { PurlParts, VexClaim } from '../model/index.ts';
import { digestsOf, isRecognizable, purlsOf } from './product.ts';
import type { VexProduct, VexSource, VexStatement } from './statement.ts';
import { statusNamed } from './status-words.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * OpenVEX, 0.0.1 with its plain texts and 0.2.0 with its objects.
 *
 * https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
 */
export function readOpenVex(root: Json, name: string): readonly VexStatement[] {
  const author = stringOf(root['author']);
  const at = stringOf(root['last_updated']) ?? stringOf(root['timestamp']);
  const source = {
    ...(author !== undefined && { author }),
    ...(at !== undefined && { at }),
    document: stringOf(root['@id']) ?? stringOf(root['id']) ?? name,
  };
  return arrayOf(root['statements']).flatMap((one) => statementOf(recordOf(one), source));
}

function statementOf(statement: Json, source: VexSource): VexStatement[] {
  const status = statusNamed(stringOf(statement['status']) ?? '');
  if (!status) return [];
  const shared = purlsOf(arrayOf(statement['subcomponents']).flatMap(namesOf));
  const at = stringOf(statement['last_updated']) ?? stringOf(statement['timestamp']) ?? source.at;
  const justification = stringOf(statement['justification']);
  const note =
    stringOf(statement['impact_statement']) ??
    stringOf(statement['action_statement']) ??
    stringOf(statement['status_notes']);
  const claim: VexClaim = {
    status,
    ...(justification !== undefined && { justification }),
    ...(note !== undefined && { note }),
    ...source,
    ...(at !== undefined && { at }),
  };
  const products = arrayOf(statement['products']).map((one) => productOf(one, shared));
  return [
    { ids: idsOf(statement['vulnerability']), products: products.filter(isRecognizable), claim },
  ];
}

function idsOf(vulnerability: unknown): readonly string[] {
  if (typeof vulnerability === 'string') return [vulnerability];
  const { name, aliases } = recordOf(vulnerability);
  return [...stringsOf([name]), ...stringsOf(aliases)];
}

function productOf(value: unknown, shared: readonly PurlParts[]): VexProduct {
  const { hashes, subcomponents } = recordOf(value);
  return {
    purls: purlsOf(namesOf(value)),
    digests: digestsOf(Object.entries(recordOf(hashes))),
    components: [...shared, ...purlsOf(arrayOf(subcomponents).flatMap(namesOf))],
  };
}

/** Whatever of it may be a purl. */
function namesOf(value: unknown): unknown[] {
  const { '@id': id, identifiers } = recordOf(value);
  return [value, id, recordOf(identifiers)['purl']];
}
