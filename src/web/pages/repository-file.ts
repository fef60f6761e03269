import type { Repository } from '../../api/contract/index.ts';
import type { Cell } from '../design/csv.ts';

/** What a file of repositories says of each. */
export const REPOSITORY_FILE: Readonly<Record<string, (row: Repository) => Cell>> = {
  repository: ({ name }) => name,
  description: ({ description }) => description,
  visibility: ({ visibility }) => visibility,
  analysis: ({ isAnalysisActive }) => (isAnalysisActive ? 'active' : 'off'),
  created: ({ createdAt }) => createdAt,
};
