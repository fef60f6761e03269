import type { ChangedFinding, Comparison } from '../compare.ts';
import { packageReference } from '../package-reference.ts';
import type { Report } from '../report.ts';
import { jsonText } from './json-text.ts';

/** The comparison for programs: docs/schema/comparison-1.schema.json. */
export function comparisonJson(before: Report, after: Report, comparison: Comparison): string {
  const document = {
    schemaVersion: '1.0',
    before: sideObject(before),
    after: sideObject(after),
    opened: comparison.opened.map(findingObject),
    closed: comparison.closed.map(findingObject),
    unchanged: comparison.unchanged,
    layers: {
      shared: comparison.sharedLayers,
      before: before.layers.length,
      after: after.layers.length,
    },
    packages: {
      added: comparison.added.map(packageReference),
      removed: comparison.removed.map(packageReference),
      changed: comparison.changed.map((change) => ({
        before: packageReference(change.before),
        after: packageReference(change.after),
      })),
    },
  };
  return jsonText(document);
}

function sideObject({ image, state, summary, warnings }: Report): object {
  return { image, state, summary, warnings };
}

function findingObject({ finding, found, cause, otherVersion }: ChangedFinding): object {
  const { id, severity, fixedIn } = finding;
  return { id, severity, fixedIn, package: packageReference(found), cause, otherVersion };
}
