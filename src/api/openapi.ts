import { z } from 'zod';
import { isRecord } from '../base/index.ts';
import type { ErrorCode } from './errors.ts';
import { errorRow, ERRORS } from './errors.ts';
import type { Answer, Area, Route } from './contract/route.ts';
import { errorsOf, PREFIX } from './contract/route.ts';

/** JSON Schema, draft 2020-12, as OpenAPI 3.1 has it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: JsonSchema;
  readonly security: readonly unknown[];
  readonly tags: readonly unknown[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: unknown;
    readonly securitySchemes: unknown;
  };
}

/** https://spec.openapis.org/oas/v3.1.1, from the table of routes alone. */
export function openApiDocument(areas: readonly Area[], version: string): OpenApiDocument {
  const schemas = new Map<string, JsonSchema>();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const area of areas) {
    for (const route of area.routes) {
      const methods = (paths[PREFIX + route.path] ??= {});
      methods[route.method.toLowerCase()] = operationOf(route, area.name, schemas);
    }
  }
  schemas.set('Problem', PROBLEM);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Drydock',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: DESCRIPTION,
    },
    security: [{ token: [] }, { session: [] }, {}],
    tags: areas.map(({ name, summary }) => ({ name, description: summary })),
    paths: sortedRecord(Object.entries(paths)),
    components: {
      schemas: sortedRecord(schemas),
      responses: { Problem: PROBLEM_RESPONSE },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const DESCRIPTION =
  'All that the product does, but for the registry at /v2. Bodies are JSON in UTF-8; a field that is ' +
  'not described here is refused. Errors are problem details (RFC 9457) with a `code`. Lists are ' +
  'paged: `next` of an answer is `after` of the next request. Answers to GET have an ETag. A POST, ' +
  'PUT or PATCH with an Idempotency-Key is done once. What is not yours to see is not there: 404.';

const SECURITY_SCHEMES = {
  token: { type: 'http', scheme: 'bearer', description: 'A personal or an organization’s token' },
  session: { type: 'apiKey', in: 'cookie', name: 'drydock_session' },
} as const;

const PROBLEM: JsonSchema = {
  type: 'object',
  description: 'RFC 9457 problem details',
  properties: {
    type: { type: 'string', description: 'Where the code is explained, on this server' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(ERRORS) },
    detail: { type: 'string', description: 'What was wrong, with which value' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { at: { type: 'string' }, message: { type: 'string' } },
        required: ['at', 'message'],
      },
    },
    plans: { type: 'array', items: { type: 'string' } },
    upgradeUrl: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
};

const PROBLEM_RESPONSE = {
  description: 'Why not',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
} as const;

type Schemas = Map<string, JsonSchema>;

function operationOf(route: Route, tag: string, schemas: Schemas): JsonSchema {
  const parameters = [
    ...parametersOf('path', route.params, schemas),
    ...parametersOf('query', route.query, schemas),
    ...(route.answer.kind === 'events' ? [LAST_EVENT_ID] : []),
    ...(route.body ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    operationId: route.id,
    tags: [tag],
    summary: route.summary,
    ...(route.access.kind === 'open'
      ? { security: [{}] }
      : { 'x-drydock-action': route.access.action }),
    ...(parameters.length > 0 && { parameters }),
    ...bodyOf(route, schemas),
    responses: { ...answerOf(route.answer, schemas), ...problemsOf(errorsOf(route)) },
  };
}

const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'Go on after this event',
  schema: { type: 'string', maxLength: 200 },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key and request within a day is done once and answered alike',
  schema: { type: 'string', minLength: 8, maxLength: 128 },
};

function parametersOf(place: string, schema: z.ZodObject | undefined, schemas: Schemas): unknown[] {
  if (!schema) return [];
  const { properties, required } = jsonSchemaOf(schema, schemas);
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(isRecord(properties) ? properties : {}).map(([name, one]) => ({
    name,
    in: place,
    ...((place === 'path' || needed.includes(name)) && { required: true }),
    schema: one,
  }));
}

function bodyOf(route: Route, schemas: Schemas): JsonSchema {
  if (route.rawBody) {
    const content = Object.fromEntries(route.rawBody.map((type) => [type, {}]));
    return { requestBody: { required: true, content } };
  }
  if (!route.body) return {};
  const schema = jsonSchemaOf(route.body, schemas);
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function answerOf(answer: Answer, schemas: Schemas): JsonSchema {
  switch (answer.kind) {
    case 'json':
      return {
        [answer.status]: {
          description: answer.hasSecret ? 'Done; the secret is shown only now' : 'Done',
          content: { 'application/json': { schema: jsonSchemaOf(answer.schema, schemas) } },
        },
      };
    case 'empty':
      return { 204: { description: 'Done' } };
    case 'events':
      return {
        200: {
          description: 'Server-sent events; `data` of each is',
          content: { 'text/event-stream': { schema: jsonSchemaOf(answer.schema, schemas) } },
        },
      };
    case 'file':
      return {
        200: {
          description: 'A file to keep',
          content: Object.fromEntries(answer.mediaTypes.map((type) => [type, {}])),
        },
      };
    case 'bytes':
      return { 200: { description: 'Bytes of that digest', content: { [OCTETS]: {} } } };
    case 'redirect':
      return { 303: { description: 'Go on there' } };
  }
}

const OCTETS = 'application/octet-stream';

/** Codes of one status share a response. */
function problemsOf(codes: readonly ErrorCode[]): JsonSchema {
  const byStatus = Map.groupBy(new Set(codes), (code) => errorRow(code).status);
  return sortedRecord(
    [...byStatus].map(([status, same]) => [
      String(status),
      { $ref: '#/components/responses/Problem', description: same.join(', ') },
    ]),
  );
}

/** The schema of what passes, with those that have a name moved to components. */
function jsonSchemaOf(schema: z.ZodType, schemas: Schemas): JsonSchema {
  const made: unknown = z.toJSONSchema(schema, { io: 'output', target: 'draft-2020-12' });
  const { $schema: _, $defs, id: ownName, ...rest } = isRecord(made) ? made : {};
  for (const [name, one] of Object.entries(isRecord($defs) ? $defs : {})) {
    keep(name, one, schemas);
  }
  if (typeof ownName !== 'string') return tidy(rest);
  keep(ownName, rest, schemas);
  return { $ref: `#/components/schemas/${ownName}` };
}

function keep(name: string, schema: unknown, schemas: Schemas): void {
  const { id: _, ...rest } = isRecord(schema) ? schema : {};
  const tidied = tidy(rest);
  const before = schemas.get(name);
  if (before && JSON.stringify(before) !== JSON.stringify(tidied)) {
    throw new Error(`two schemas are named ${name}`);
  }
  schemas.set(name, tidied);
}

function tidy(schema: Readonly<Record<string, unknown>>): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !isNoise(key, value))
      // zod spells a format out as a pattern too
      .filter(([key]) => key !== 'pattern' || schema['format'] === undefined)
      .map(([key, value]) => [key, tidyValue(key, value)]),
  );
}

function tidyValue(key: string, value: unknown): unknown {
  if (key === '$ref' && typeof value === 'string') {
    return value.replace('#/$defs/', '#/components/schemas/');
  }
  if (Array.isArray(value)) return value.map((one) => tidyValue('', one));
  return isRecord(value) ? tidy(value) : value;
}

/** What zod writes beside every integer and format, and says nothing. */
function isNoise(key: string, value: unknown): boolean {
  return (
    (key === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
    (key === 'minimum' && value === Number.MIN_SAFE_INTEGER) ||
    (key === 'propertyNames' && isRecord(value) && Object.keys(value).join() === 'type')
  );
}

function sortedRecord<Value>(entries: Iterable<readonly [string, Value]>): Record<string, Value> {
  return Object.fromEntries(
    [...entries].toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)),
  );
}
