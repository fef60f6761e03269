/**
 * Writes src/api/contract/operations.ts: TypeScript of the schemas and routes of the API, so that the
 * server's handlers and every client are held to the same types.
 */
import { isRecord } from '../src/base/index.ts';
import type { Area, Route } from '../src/api/contract/route.ts';
import { PREFIX } from '../src/api/contract/route.ts';
import type { OpenApiDocument } from '../src/api/openapi.ts';

const HEAD = `/* oxlint-disable max-lines, typescript/no-redundant-type-constituents -- generated */
// Made by \`npm run docs\` from the routes of src/api/contract; do not edit.
`;

const OPERATION = `export interface Operation {
  readonly method: string;
  /** With \`{name}\` where a parameter goes. */
  readonly path: string;
  readonly kind: 'json' | 'empty' | 'events' | 'file' | 'bytes' | 'redirect';
}
`;

/** The text of operations.ts. */
export function operationsFile(document: OpenApiDocument, areas: readonly Area[]): string {
  const types = Object.entries(document.components.schemas).map(
    ([name, schema]) => `${comment(schema)}export type ${name} = ${typeText(schema, '')};\n`,
  );
  const routes = areas.flatMap((area) => area.routes);
  const operations = routes.map((route) => operationText(route, document));
  const table = routes.map(
    ({ id, method, path, answer }) =>
      `  ${id}: { method: '${method}', path: '${PREFIX}${path}', kind: '${answer.kind}' },\n`,
  );
  return [
    HEAD,
    ...types,
    `/** Input and answer of every operation. */\nexport interface Operations {\n${operations.join('')}}\n`,
    OPERATION,
    '/** Where every operation is, and what it answers with. */\n' +
      `export const OPERATIONS: Readonly<Record<keyof Operations, Operation>> = {\n${table.join('')}};\n`,
  ].join('\n');
}

function operationText(route: Route, document: OpenApiDocument): string {
  const operation = document.paths[PREFIX + route.path]?.[route.method.toLowerCase()];
  const indent = '    ';
  return [
    `  /** ${route.summary}. */\n  readonly ${route.id}: {\n`,
    `${indent}readonly access: '${route.access.kind}';\n`,
    `${indent}readonly input: ${inputText(operation, indent)};\n`,
    `${indent}readonly kind: '${route.answer.kind}';\n`,
    `${indent}readonly answer: ${answerText(route, operation, indent)};\n  };\n`,
  ].join('');
}

/** Parameters side by side, the body as `body`: their names do not meet. */
function inputText(operation: unknown, indent: string): string {
  const { parameters, requestBody } = isRecord(operation) ? operation : {};
  const inner = `${indent}  `;
  const fields = (Array.isArray(parameters) ? parameters : [])
    .filter((one) => isRecord(one) && one['in'] !== 'header')
    .map((one: unknown) => {
      const { name, required, schema } = isRecord(one) ? one : {};
      return `${inner}readonly ${String(name)}${required === true ? '' : '?'}: ${typeText(schema, inner)};\n`;
    });
  const content = isRecord(requestBody) ? requestBody['content'] : undefined;
  const json = isRecord(content) ? content['application/json'] : undefined;
  if (isRecord(json)) {
    fields.push(`${inner}readonly body: ${typeText(json['schema'], inner)};\n`);
  } else if (isRecord(content)) {
    fields.push(`${inner}readonly body: Uint8Array;\n`);
    fields.push(`${inner}readonly mediaType: string;\n`);
  }
  return fields.length === 0
    ? 'Readonly<Record<string, never>>'
    : `{\n${fields.join('')}${indent}}`;
}

function answerText(route: Route, operation: unknown, indent: string): string {
  const { answer } = route;
  if (answer.kind !== 'json' && answer.kind !== 'events') return 'undefined';
  const responses = isRecord(operation) ? operation['responses'] : undefined;
  const status = answer.kind === 'json' ? answer.status : 200;
  const response = isRecord(responses) ? responses[status] : undefined;
  const content = isRecord(response) ? response['content'] : undefined;
  const [media] = Object.values(isRecord(content) ? content : {});
  return typeText(isRecord(media) ? media['schema'] : undefined, indent);
}

/** A type of what the schema lets pass. */
function typeText(schema: unknown, indent: string): string {
  if (!isRecord(schema)) return 'unknown';
  const { $ref, const: constant, enum: values, type } = schema;
  if (typeof $ref === 'string') return $ref.slice($ref.lastIndexOf('/') + 1);
  if (constant !== undefined) return literal(constant);
  if (Array.isArray(values)) return values.map(literal).join(' | ');
  const choices = schema['oneOf'] ?? schema['anyOf'];
  if (Array.isArray(choices)) return unionText(choices.map((one) => typeText(one, indent)));
  if (Array.isArray(type)) {
    return unionText(type.map((one: unknown) => typeText({ ...schema, type: one }, indent)));
  }
  if (type === 'array') return arrayText(typeText(schema['items'], indent));
  if (type === 'object') return objectText(schema, indent);
  return PLAIN[String(type)] ?? 'unknown';
}

function unionText(choices: readonly string[]): string {
  return [...new Set(choices)].join(' | ');
}

const PLAIN: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
};

function arrayText(item: string): string {
  return / \| |^readonly /.test(item) && !item.startsWith('{')
    ? `readonly (${item})[]`
    : `readonly ${item}[]`;
}

function objectText(schema: Readonly<Record<string, unknown>>, indent: string): string {
  const { properties, required, additionalProperties } = schema;
  if (!isRecord(properties)) {
    return `Readonly<Record<string, ${typeText(additionalProperties, indent)}>>`;
  }
  const needed = new Set(Array.isArray(required) ? required : []);
  const inner = `${indent}  `;
  const fields = Object.entries(properties).map(
    ([name, one]) =>
      `${comment(one, inner)}${inner}readonly ${name}${needed.has(name) ? '' : '?'}: ${typeText(one, inner)};\n`,
  );
  return fields.length === 0
    ? 'Readonly<Record<string, never>>'
    : `{\n${fields.join('')}${indent}}`;
}

function comment(schema: unknown, indent = ''): string {
  const text = isRecord(schema) ? schema['description'] : undefined;
  return typeof text === 'string' ? `${indent}/** ${text}. */\n` : '';
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
