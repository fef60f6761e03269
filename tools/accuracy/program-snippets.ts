import {
  negativeFiles,
  packagesOf,
  readSnippets,
} from '../../src/ecosystems/generic/snippets.contract.ts';
import { type Score, scoreOf } from './scores.ts';

const SET = 'binary snippets';

/** Programs without a package, told by their bytes; and files of the same names that are something else. */
export async function programSnippetsScores(): Promise<readonly Score[]> {
  const scores: Score[] = [];
  for (const { fixture, folder, files, expected } of readSnippets()) {
    const found = await packagesOf(folder, files);
    scores.push(
      scoreOf(
        SET,
        'programs',
        expected.map(({ name, version }) => `${fixture}: ${name} ${version}`),
        found.map(({ name, version }) => `${fixture}: ${name} ${version}`),
      ),
    );
  }
  const { folder, files } = negativeFiles();
  const found = await packagesOf(folder, files);
  const names = found.map(({ name, version }) => `${name} ${version}`);
  return [...scores, scoreOf(SET, 'programs', [], names)];
}
