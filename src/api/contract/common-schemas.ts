import { z } from 'zod';
import { MOST_PER_PAGE, PER_PAGE } from '../paging.ts';

/** Schemas that several areas use. Types are generated from them: see operations.ts. */
type Schema = z.ZodType;

/** One line for people: no control characters, which a terminal would obey. */
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u;

/** What the OCI's name grammar allows in one segment, https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests */
const SEGMENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

export const namespaceName: Schema = z
  .string()
  .min(2)
  .max(64)
  .regex(SEGMENT)
  .meta({ description: 'A namespace: a user’s or an organization’s' });

export const repositoryPath: Schema = z
  .string()
  .min(1)
  .max(190)
  .regex(PATH)
  .meta({ description: 'A repository’s name without its namespace; may have slashes' });

/** As it stands in answers: whatever was pushed. */
export const repositoryName: Schema = z.string().meta({ description: 'namespace/repository' });

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests */
export const tagName: Schema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^\w[\w.-]{0,127}$/);

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests */
export const digest: Schema = z
  .string()
  .max(140)
  .regex(/^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/)
  .meta({ description: 'sha256:... or sha512:...' });

export const uuid: Schema = z.uuid();

export const time: Schema = z.iso.datetime({ precision: 3 }).meta({ description: 'UTC' });

/** A title or a person's name. */
export const title: Schema = z.string().min(1).max(128).regex(ONE_LINE);

export const oneLine: Schema = z.string().max(512).regex(ONE_LINE);

/** Markdown. */
export const longText: Schema = z.string().max(100_000);

/** Anything that signs in: long enough for a passphrase, short enough to hash. */
export const password: Schema = z.string().min(1).max(1_024);

export const email: Schema = z.email().max(254);

export const search: Schema = z.string().max(200);

/** Of a list that is sorted by what one asks for. */
export const order: Schema = z.enum(['ascending', 'descending']);

const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(MOST_PER_PAGE)
  .optional()
  .meta({ description: `Most items to answer with; ${PER_PAGE} if absent` });

const after = z
  .string()
  .max(4_096)
  .optional()
  .meta({ description: 'The `next` of the page before' });

/** The query of a list; `more` are its filters. */
export function pageQuery(more: Readonly<Record<string, z.ZodType>> = {}): z.ZodObject {
  return z.strictObject({ ...more, limit, after });
}

/** The answer of a list. */
export function pageAnswer(id: string, item: z.ZodType): z.ZodObject {
  return z
    .strictObject({
      items: z.array(item),
      next: z.string().optional().meta({ description: 'For `after`; absent on the last page' }),
    })
    .meta({ id });
}

export const namespaceParams: z.ZodObject = z.strictObject({ namespace: namespaceName });

export const repositoryParams: z.ZodObject = z.strictObject({
  namespace: namespaceName,
  repository: repositoryPath,
});

export const plan: Schema = z.enum(['free', 'pro', 'team', 'business']).meta({ id: 'Plan' });

export const visibility: Schema = z.enum(['public', 'private']).meta({ id: 'Visibility' });

/** Counts in the one order that people see them in. */
export const severityCounts: Schema = z
  .strictObject({
    critical: z.int(),
    high: z.int(),
    medium: z.int(),
    low: z.int(),
    unknown: z.int(),
  })
  .meta({ id: 'SeverityCounts' });

/** What a token may do, of what its person or organization may. */
export const scope: Schema = z
  .enum(['pull', 'push', 'read-results', 'admin'])
  .meta({ id: 'Scope' });

/** In an organization. */
export const role: Schema = z.enum(['owner', 'editor', 'member']).meta({ id: 'Role' });

/** On a repository. */
export const permission: Schema = z.enum(['read', 'write', 'admin']).meta({ id: 'Permission' });

/** Of a team or a token. */
export const label: Schema = z.string().min(1).max(60);

/** Yes or no in a query. */
export const flag: Schema = z.enum(['true', 'false']);

/** Several of a few words in a query, by commas. */
export function someOf(words: readonly string[]): Schema {
  const one = `(?:${words.join('|')})`;
  return z
    .string()
    .max(500)
    .regex(new RegExp(`^${one}(?:,${one})*$`))
    .meta({ description: `Of ${words.join(', ')}; several by commas` });
}
