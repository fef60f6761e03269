import type { InventoryPackage } from '../../model/index.ts';
import type { Comparison, LocatedFinding, Report } from '../../report/index.ts';

/** The comparison for programs. */
export function comparisonJson(before: Report, after: Report, comparison: Comparison): string {
  const document = {
    schemaVersion: '1.0',
    before: { image: before.image, state: before.state, summary: before.summary },
    after: { image: after.image, state: after.state, summary: after.summary },
    opened: comparison.opened.map(findingObject),
    closed: comparison.closed.map(findingObject),
    unchanged: comparison.unchanged,
    packages: {
      added: comparison.added.map(packageObject),
      removed: comparison.removed.map(packageObject),
      changed: comparison.changed.map((change) => ({
        before: packageObject(change.before),
        after: packageObject(change.after),
      })),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function findingObject({ finding, found }: LocatedFinding): object {
  const { id, severity, fixedIn } = finding;
  return { id, severity, fixedIn, package: packageObject(found) };
}

function packageObject({ package: { name, version, ecosystem }, purl }: InventoryPackage): object {
  return { type: ecosystem, name, version, purl };
}
