import { z } from 'zod';
import type { Answer } from './route.ts';

/** The query of a list’s export: its filters, and what kind of file. */
export function exportQuery(filters: Readonly<Record<string, z.ZodType>> = {}): z.ZodObject {
  return z.strictObject({ ...filters, format: z.enum(['csv', 'json']) });
}

/** A list as a file: CSV with formulas made harmless, or the items as JSON. */
export const TABLE_FILE: Answer = {
  kind: 'file',
  mediaTypes: ['text/csv', 'application/json'],
};
