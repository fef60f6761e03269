import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The bytes of a database that SQLite made: a table, and rows of texts and numbers. */
export function sampleDatabase(
  table: string,
  rows: readonly (readonly (string | number | null)[])[],
): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'sample-database-'));
  try {
    const database = new DatabaseSync(join(folder, 'db.sqlite'));
    database.exec(table);
    const name = /^create table (\w+)/i.exec(table)?.[1] ?? '';
    for (const row of rows) {
      const marks = row.map(() => '?').join(', ');
      database.prepare(`insert into ${name} values (${marks})`).run(...row);
    }
    database.close();
    return readFileSync(join(folder, 'db.sqlite'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
