import type { Purl } from '../model/index.ts';
import type { LocatedFinding, Report } from '../report/index.ts';
import { documentId, documentTime, jsonText, locatedFindings } from '../report/index.ts';
import { imagePurl } from './image-purl.ts';
import type { VexTarget } from './product.ts';
import { saidOf } from './said.ts';

export interface OpenVexOptions {
  readonly author: string;
  readonly toolVersion: string;
}

/**
 * What a report holds as OpenVEX 0.2.0: one statement for each vulnerability and what is said of it, but for
 * what its distribution calls unimportant. The same report gives the same bytes.
 *
 * https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
 */
export function writeOpenVex(report: Report, target: VexTarget, options: OpenVexOptions): string {
  const { author, toolVersion } = options;
  const groups = new Map<string, LocatedFinding[]>();
  for (const located of locatedFindings(report)) {
    if (located.finding.hidden === 'unimportant') continue;
    const key = JSON.stringify([located.finding.id, saidOf(located.finding)]);
    const alike = groups.get(key);
    if (alike) alike.push(located);
    else groups.set(key, [located]);
  }
  const image = imagePurl(report, target);
  const statements = [...groups.values()].flatMap((alike) => statementOf(alike, image));
  return jsonText({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': documentId([author, image, statements]),
    author,
    timestamp: documentTime(report),
    version: 1,
    tooling: `drydock ${toolVersion}`,
    statements,
  });
}

/** None of packages that have no purl in an image that has none either: nobody could say what it is about. */
function statementOf(alike: readonly LocatedFinding[], image: Purl | undefined): object[] {
  const findings = alike.map(({ finding }) => finding);
  const [first] = findings;
  const purls = alike.map(({ found }) => found.purl).filter((purl) => purl !== undefined);
  const products = productsOf([...new Set(purls)], image);
  if (!first || products.length === 0) return [];
  const aliases = new Set(findings.flatMap(({ ids }) => ids));
  aliases.delete(first.id);
  return [
    {
      vulnerability: { name: first.id, ...(aliases.size > 0 && { aliases: [...aliases] }) },
      products,
      ...saidOf(first),
    },
  ];
}

/** Packages in the image; of an image that has no name to be known by, the packages wherever they are. */
function productsOf(purls: readonly Purl[], image: Purl | undefined): readonly object[] {
  const packages = purls.map((purl) => ({ '@id': purl }));
  if (image === undefined) return packages;
  return [{ '@id': image, ...(packages.length > 0 && { subcomponents: packages }) }];
}
