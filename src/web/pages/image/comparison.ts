import type { PackageName } from './explanation.ts';

/** What `compareImages` answers: docs/schema/comparison-1.schema.json. */
export interface Comparison {
  readonly before: ComparedImage;
  readonly after: ComparedImage;
  readonly opened: readonly Change[];
  readonly closed: readonly Change[];
  readonly unchanged: number;
  readonly packages: {
    readonly added: readonly PackageName[];
    readonly removed: readonly PackageName[];
    readonly changed: readonly { readonly before: PackageName; readonly after: PackageName }[];
  };
}

export interface ComparedImage {
  readonly image: { readonly digest?: string };
  readonly state: string;
}

/** A finding that only one of the two has. */
export interface Change {
  readonly id: string;
  readonly severity: string;
  readonly fixedIn?: string;
  readonly package: PackageName;
  readonly cause: 'package-added' | 'package-removed' | 'package-changed' | 'judgement';
  /** Of the package in the other image, where it is there. */
  readonly otherVersion?: string;
}

/** Why one image has it and the other has not. */
export function causeWords({ cause, otherVersion = '' }: Change): string {
  switch (cause) {
    case 'package-added':
      return 'package is new';
    case 'package-removed':
      return 'package is gone';
    case 'package-changed':
      return `other image has ${otherVersion}`;
    case 'judgement':
      return 'same package, other advisories';
  }
}

/** The API says no more of its type than that the schema has it. */
export function comparisonOf(answer: Readonly<Record<string, unknown>>): Comparison {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API's tests hold it to the schema
  return answer as unknown as Comparison;
}

/** A package that was added, removed, or has another version. */
export interface PackageChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly name: string;
  readonly type: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** All in one list, by name. */
export function packageChanges({ packages }: Comparison): readonly PackageChange[] {
  const { added, removed, changed } = packages;
  return [
    ...changed.map(({ before, after }): PackageChange => ({
      kind: 'changed',
      name: after.name,
      type: after.type,
      before: before.version,
      after: after.version,
    })),
    ...added.map(({ name, type, version }): PackageChange => ({
      kind: 'added',
      name,
      type,
      before: undefined,
      after: version,
    })),
    ...removed.map(({ name, type, version }): PackageChange => ({
      kind: 'removed',
      name,
      type,
      before: version,
      after: undefined,
    })),
  ].toSorted((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
}
