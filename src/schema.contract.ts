import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isRecord } from './base/index.ts';

const FOLDER = join(import.meta.dirname, '../docs/schema');

/**
 * Complaints about a JSON document by one of docs/schema, read strictly: a field that the schema
 * does not know is one too, so that code and schema cannot part.
 */
export function schemaErrors(name: string, json: string): string[] {
  const schema: unknown = JSON.parse(readFileSync(join(FOLDER, `${name}.schema.json`), 'utf8'));
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  const validate = ajv.compile(closed(schema));
  validate(JSON.parse(json));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}

/** The schema with every object that names its properties closed. It is our own file: not deep. */
function closed(schema: unknown): Record<string, unknown> {
  return isRecord(schema) ? Object.fromEntries(entriesOf(schema)) : {};
}

function entriesOf(schema: Readonly<Record<string, unknown>>): [string, unknown][] {
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => [
    key,
    closedValue(value),
  ]);
  const isObject = schema['type'] === 'object' && 'properties' in schema;
  return isObject ? [...entries, ['additionalProperties', false]] : entries;
}

function closedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closedValue);
  return isRecord(value) ? closed(value) : value;
}
