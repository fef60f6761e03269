import { arrayOf, recordOf, stringOf } from '../base/index.ts';
import type { Digest, PurlParts, VexClaim } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';
import { digestsOf, isImagePurl, isRecognizable, purlsOf } from './product.ts';
import type { VexProduct, VexSource, VexStatement } from './statement.ts';
import { statusNamed } from './status-words.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The analyses of a CycloneDX document. What it says of a component holds in the image that the document
 * is about, where that can be told, else in any.
 *
 * https://cyclonedx.org/docs/1.6/json/#vulnerabilities_items_analysis
 */
export function readCycloneDxVex(root: Json, name: string): readonly VexStatement[] {
  const metadata = recordOf(root['metadata']);
  const main = recordOf(metadata['component']);
  const parts = componentsByRef([...arrayOf(root['components'])]);
  const image = imageOf(main);
  const subject = { ref: stringOf(main['bom-ref']), image, purls: purlsOf([main['purl']]) };
  const source = sourceOf(root, metadata, name);
  return arrayOf(root['vulnerabilities']).flatMap((one) =>
    statementOf(recordOf(one), { parts, subject, source }),
  );
}

interface Context {
  readonly parts: ReadonlyMap<string, Json>;
  readonly subject: {
    readonly ref: string | undefined;
    readonly image: VexProduct | undefined;
    readonly purls: readonly PurlParts[];
  };
  readonly source: VexSource;
}

function sourceOf(root: Json, metadata: Json, name: string): VexSource {
  const authors = arrayOf(metadata['authors']);
  const people = [authors[0], metadata['supplier'], metadata['manufacturer']];
  const author = people.map((one) => stringOf(recordOf(one)['name'])).find(Boolean);
  const at = stringOf(metadata['timestamp']);
  return {
    ...(author !== undefined && { author }),
    ...(at !== undefined && { at }),
    document: stringOf(root['serialNumber']) ?? name,
  };
}

/** Components lie in components; parseJson has bounded how deep. */
function componentsByRef(components: unknown[]): Map<string, Json> {
  const byRef = new Map<string, Json>();
  for (let one = components.pop(); one !== undefined; one = components.pop()) {
    const component = recordOf(one);
    const ref = stringOf(component['bom-ref']);
    if (ref !== undefined) byRef.set(ref, component);
    for (const inner of arrayOf(component['components'])) components.push(inner);
  }
  return byRef;
}

function imageOf(main: Json): VexProduct | undefined {
  const purls = purlsOf([main['purl']]).filter(isImagePurl);
  const hashes = arrayOf(main['hashes']).map((one) => {
    const { alg, content } = recordOf(one);
    return [stringOf(alg) ?? '', content] as const;
  });
  const digests: readonly (Digest | undefined)[] = [
    ...digestsOf(hashes),
    parseDigest(stringOf(main['version']) ?? ''),
  ];
  const image = {
    purls,
    digests: main['type'] === 'container' ? digests.filter((one) => one !== undefined) : [],
    components: [],
  };
  return isRecognizable(image) ? image : undefined;
}

function statementOf(vulnerability: Json, context: Context): VexStatement[] {
  const analysis = recordOf(vulnerability['analysis']);
  const state = stringOf(analysis['state']) ?? '';
  const status = statusNamed(state);
  if (!status) return [];
  const at = stringOf(analysis['lastUpdated']) ?? stringOf(analysis['firstIssued']);
  const justification =
    stringOf(analysis['justification']) ?? (state === 'false_positive' ? state : undefined);
  const note = stringOf(analysis['detail']);
  const claim: VexClaim = {
    status,
    ...(justification !== undefined && { justification }),
    ...(note !== undefined && { note }),
    ...context.source,
    ...(at !== undefined && { at }),
  };
  const references = arrayOf(vulnerability['references']).map((one) => recordOf(one)['id']);
  const ids = [vulnerability['id'], ...references].filter((id) => typeof id === 'string');
  const products = arrayOf(vulnerability['affects']).flatMap((one) =>
    productsOf(recordOf(one), context),
  );
  return [{ ids, products, claim }];
}

function productsOf({ ref, versions }: Json, { parts, subject }: Context): VexProduct[] {
  const target = withoutBomLink(stringOf(ref) ?? '');
  const isAll = target !== '' && target === subject.ref;
  if (isAll && subject.image) return [subject.image];
  const own = isAll ? subject.purls : purlsOf([parts.get(target)?.['purl'], target]);
  const purls = own.flatMap((purl) => inVersions(purl, arrayOf(versions)));
  if (purls.length === 0) return [];
  return subject.image
    ? [{ ...subject.image, components: purls }]
    : [{ purls, digests: [], components: [] }];
}

/** Only versions that are named hold; a range of them is none that could be told from others. */
function inVersions(purl: PurlParts, versions: readonly unknown[]): PurlParts[] {
  if (versions.length === 0) return [purl];
  return versions.flatMap((one) => {
    const version = stringOf(recordOf(one)['version']);
    return version === undefined ? [] : [{ ...purl, version }];
  });
}

/** `urn:cdx:SERIAL/VERSION#REF` -> `REF`. */
function withoutBomLink(ref: string): string {
  if (!ref.startsWith('urn:cdx:')) return ref;
  try {
    return decodeURIComponent(ref.slice(ref.indexOf('#') + 1));
  } catch {
    return '';
  }
}
