import type { z } from 'zod';
import type { Route } from './contract/route.ts';
import type { FieldError } from './problem.ts';
import { ProblemError } from './problem.ts';

/** More are not told: one slip can make thousands. */
const MOST_ERRORS = 20;

type Values = Readonly<Record<string, unknown>>;

/** Parameters of path and query, checked; side by side. */
export function readParameters(route: Route, params: unknown, query: unknown): Values {
  const path = check('path', route.params, params);
  // A query that the route does not know is refused like a field that it does not know.
  return { ...path, ...check('query', route.query, query) };
}

/** The body, checked. `sent` is undefined where there was none. */
export function readBody(route: Route, sent: unknown): unknown {
  if (route.rawBody) return sent;
  if (route.body) return check('body', route.body, sent ?? {});
  if (sent === undefined) return undefined;
  throw new ProblemError('request.invalid', 'the route takes no body', {
    errors: [{ at: 'body', message: 'there must be none' }],
  });
}

function check(place: string, schema: z.ZodObject | undefined, value: unknown): Values {
  if (!schema) {
    const names = Object.keys(value ?? {});
    if (place === 'path' || names.length === 0) return {};
    throw invalid(names.map((name) => ({ at: `${place}.${name}`, message: 'is not known here' })));
  }
  if (holdsUnkept(value)) {
    const message = 'a text must be well-formed Unicode, without U+0000';
    throw invalid([{ at: place, message }]);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap((issue) => fieldErrors(place, issue)));
}

/** PostgreSQL keeps no NUL and no half of a pair in a text, and nobody means one. */
function holdsUnkept(value: unknown): boolean {
  if (typeof value === 'string') return isUnkept(value);
  if (typeof value !== 'object' || value === null) return false;
  // Nesting is bounded where the value was read.
  return Object.entries(value).some(([key, inner]) => isUnkept(key) || holdsUnkept(inner));
}

function isUnkept(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

function invalid(errors: readonly FieldError[]): ProblemError {
  const shown = errors.slice(0, MOST_ERRORS);
  const detail = shown.map(({ at, message }) => `${at}: ${message}`).join('; ');
  return new ProblemError('request.invalid', detail.slice(0, 1_000), { errors: shown });
}

function fieldErrors(place: string, issue: z.core.$ZodIssue): FieldError[] {
  const path = [place, ...issue.path.map((part) => clipped(String(part)))].join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      at: `${path}.${clipped(key)}`,
      message: 'is not known here',
    }));
  }
  return [{ at: path, message: clipped(issue.message) }];
}

/** Names of fields come from outside, and go back in the answer. */
function clipped(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
