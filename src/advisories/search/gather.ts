import type {
  AdvisoryHead,
  AdvisoryTexts,
  SeverityRating,
  VulnerabilityContext,
} from '../../model/index.ts';
import { isBundle, namesOf, ownIdsOf } from '../../model/index.ts';
import type { GatheredId } from './gathered-ids.ts';
import { GatheredIds, isBetter } from './gathered-ids.ts';
import { RANK_OF_PACKAGE, rankOfAdvisory, rankOfContext } from './general-rating.ts';
import { Pairs } from './postings.ts';
import type { AdvisoryPart, SnapshotContent } from './snapshot-content.ts';

/** What one walk over a snapshot brings together. */
export interface Gathered {
  readonly ids: GatheredIds;
  readonly packages: readonly string[];
  readonly namespaces: readonly string[];
  /** From a package, a namespace or a part to the id of the advisory that speaks of it or is in it. */
  readonly ofPackage: Pairs;
  readonly ofNamespace: Pairs;
  readonly ofPart: Pairs;
}

/** Of a summary; a line of a list has no place for more. */
const SUMMARY_CHARS = 200;

export function gather(content: SnapshotContent): Gathered {
  const ids = new GatheredIds();
  const packages = new Numbered();
  const namespaces = new Numbered();
  const [ofPackage, ofNamespace, ofPart] = [new Pairs(), new Pairs(), new Pairs()];
  for (let number = 0; number < content.parts; number += 1) {
    const part = content.part(number);
    const namespace = namespaces.numberOf(part.namespace);
    const heads = headsOf(part, ids);
    for (const { number: id } of heads) {
      ofNamespace.add(namespace, id);
      ofPart.add(number, id);
    }
    for (const [name, mentions] of part.packages) {
      const place = packages.numberOf(name);
      for (const { head, rating } of mentions) {
        const found = heads[head];
        if (found === undefined) continue;
        ofPackage.add(place, found.number);
        if (rating) rate(ids, found.head, rating, RANK_OF_PACKAGE);
      }
    }
  }
  for (const [id, context] of content.contexts()) addContext(ids, id, context);
  for (const [id, texts] of content.texts()) addTexts(ids, id, texts);
  return {
    ids,
    packages: packages.texts,
    namespaces: namespaces.texts,
    ofPackage,
    ofNamespace,
    ofPart,
  };
}

interface NumberedHead {
  readonly head: AdvisoryHead;
  /** Of its id. */
  readonly number: number;
}

function headsOf(part: AdvisoryPart, ids: GatheredIds): readonly NumberedHead[] {
  const heads: NumberedHead[] = [];
  for (const head of part.heads) {
    heads.push({ head, number: addHead(ids, head) });
    const rank = rankOfAdvisory(head, part.ecosystem);
    for (const rating of head.severities) rate(ids, head, rating, rank);
  }
  return heads;
}

function addHead(ids: GatheredIds, head: AdvisoryHead): number {
  const number = ids.numberOf(head.id);
  const own = ids.at(number);
  own.hasRecord = true;
  if (head.class === 'malware') own.isMalware = true;
  if (head.withdrawn === undefined) own.valid += 1;
  if (head.modified > own.modified) own.modified = head.modified;
  if (isBundle(head)) {
    own.isBundle = true;
    for (const name of namesOf(head)) addBundle(ids.at(ids.numberOf(name)), number);
  } else {
    for (const id of ownIdsOf(head)) ids.join(head.id, id);
  }
  return number;
}

/** An advisory is met once for each namespace that it speaks of. */
function addBundle({ bundles }: GatheredId, bundle: number): void {
  if (!bundles.includes(bundle)) bundles.push(bundle);
}

function rate(ids: GatheredIds, head: AdvisoryHead, rating: SeverityRating, rank: number): void {
  const ranked = { rank, rating };
  for (const name of new Set([head.id, ...namesOf(head)])) {
    const gathered = ids.at(ids.numberOf(name));
    if (isBetter(ranked, gathered.rating)) gathered.rating = ranked;
  }
}

/** Scores of EPSS are for nearly every CVE that there is: they alone make nobody known. */
function addContext(ids: GatheredIds, id: string, context: VulnerabilityContext): void {
  const { epss, kev, severities, isRejected, title } = context;
  const isRecord = kev !== undefined || epss === undefined;
  const gathered = isRecord ? ids.at(ids.numberOf(id)) : ids.known(id);
  if (gathered === undefined) return;
  if (isRecord) gathered.hasRecord = true;
  if (epss) gathered.epss = epss;
  if (kev) gathered.isExploited = true;
  if (isRejected) gathered.isRejected = true;
  for (const rating of severities) {
    const ranked = { rank: rankOfContext(rating), rating };
    if (isBetter(ranked, gathered.rating)) gathered.rating = ranked;
  }
  if (title !== undefined) summarize(gathered, title, 2);
}

function addTexts(
  ids: GatheredIds,
  id: string,
  { summary, details, published }: AdvisoryTexts,
): void {
  const gathered = ids.known(id);
  if (gathered === undefined) return;
  if (published !== '' && (gathered.published === '' || published < gathered.published)) {
    gathered.published = published;
  }
  if (summary !== '') summarize(gathered, summary, id.startsWith('GHSA-') ? 0 : 1);
  else summarize(gathered, details, 4);
}

/** The first line of it, as a text of its own: a slice would keep the whole page in memory. */
function summarize(gathered: GatheredId, text: string, rank: number): void {
  if (gathered.summary !== undefined && gathered.summary.rank <= rank) return;
  const [line = ''] = text
    .trimStart()
    .slice(0, SUMMARY_CHARS)
    .split(/[\r\n]/, 1);
  if (line === '') return;
  gathered.summary = { rank, text: Buffer.from(line.toWellFormed()).toString() };
}

/** Texts in the order that they were met. */
class Numbered {
  readonly #numbers = new Map<string, number>();

  get texts(): readonly string[] {
    return [...this.#numbers.keys()];
  }

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
