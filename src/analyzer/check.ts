/** Says whether a value from outside is what a type says; a shape is a tree of these. */
export type Check<Value> = (value: unknown) => value is Value;

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A whole number that counts something. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

export function isOneOf<Value extends string>(...values: readonly Value[]): Check<Value> {
  const known: ReadonlySet<unknown> = new Set(values);
  return (value): value is Value => known.has(value);
}

export function isList<Value>(item: Check<Value>): Check<readonly Value[]> {
  return (value): value is readonly Value[] => Array.isArray(value) && value.every(item);
}

export function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every(isText);
}

/** An object that may lack the property; one that has it as `undefined` is none. */
export function optional<Value>(check: Check<Value>): OptionalCheck<Value> {
  return { optional: check };
}

interface OptionalCheck<Value> {
  readonly optional: Check<Value>;
}

type Checks<Shape> = {
  readonly [Key in keyof Shape]-?: undefined extends Shape[Key]
    ? OptionalCheck<Exclude<Shape[Key], undefined>>
    : Check<Shape[Key]>;
};

/** An object with these properties and no other. */
export function isShape<Shape extends object>(checks: Checks<Shape>): Check<Shape> {
  const known = Object.entries<Check<unknown> | OptionalCheck<unknown>>(checks);
  return (value): value is Shape => {
    if (!isObject(value)) return false;
    let present = 0;
    // A loop, for this is asked of every package of every layer.
    for (const [key, check] of known) {
      const isRequired = typeof check === 'function';
      if (!Object.hasOwn(value, key)) {
        if (isRequired) return false;
        continue;
      }
      if (!(isRequired ? check : check.optional)(value[key])) return false;
      present += 1;
    }
    return Object.keys(value).length === present;
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
