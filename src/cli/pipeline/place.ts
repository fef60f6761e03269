import type { World } from '../world.ts';

/** Where a pipeline runs, and where it takes what a job has to say. */
export type Place =
  | { readonly kind: 'github'; readonly summaryFile?: string }
  | { readonly kind: 'gitlab' }
  | { readonly kind: 'other' };

/** As the environment tells: both set a variable of their own. */
export function placeOf({ outside: { environment } }: World): Place {
  if (environment['GITHUB_ACTIONS'] === 'true') {
    const file = environment['GITHUB_STEP_SUMMARY'];
    return { kind: 'github', ...(file && { summaryFile: file }) };
  }
  return environment['GITLAB_CI'] === 'true' ? { kind: 'gitlab' } : { kind: 'other' };
}
