import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps people out of the page as it is now, by the rules of WCAG 2.2 A and AA and good practice. */
export async function axeViolations(page: Page): Promise<string[]> {
  // By the debugger, not by the page: its policy would refuse it.
  const found: unknown = await page.evaluate(
    `(() => { ${AXE}; return axe.run(document, { resultTypes: ['violations'] }); })()`,
  );
  return violationsIn(found);
}

export async function assertAccessible(page: Page): Promise<void> {
  assert.deepEqual(await axeViolations(page), [], page.url());
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

function violationsIn(found: unknown): string[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- axe's documented result
  const { violations } = found as { readonly violations: readonly Violation[] };
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${help}: ${html} ${failureSummary}`),
  );
}
