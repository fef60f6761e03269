import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Person } from '../cli/index.ts';

/** Whoever sits at the terminal; `undefined` when nobody does. Questions go to standard error. */
export function personAtTerminal(): Person | undefined {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  return {
    line: (question) => ask(question, true),
    secret: (question) => ask(question, false),
  };
}

/** Line editing as everywhere; of a secret only the question is shown. */
async function ask(question: string, isShown: boolean): Promise<string> {
  const silent = new Writable({ write: (_, __, done) => done() });
  if (!isShown) process.stderr.write(question);
  const lines = createInterface({
    input: process.stdin,
    output: isShown ? process.stderr : silent,
    terminal: true,
  });
  // Ctrl-C at a question ends the program, as everywhere.
  lines.once('SIGINT', () => process.exit(130));
  try {
    return await lines.question(isShown ? question : '');
  } finally {
    lines.close();
    if (!isShown) process.stderr.write('\n');
  }
}
