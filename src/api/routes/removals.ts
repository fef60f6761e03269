import type { Removal } from '../../registry/index.ts';
import type { ApiOptions } from '../api-options.ts';
import { ProblemError } from '../problem.ts';
import type { RequestContext } from '../request-context.ts';
import { deedContext, repositoryOf } from '../request-context.ts';

/** For the history of what was removed. */
export function actorName({ actor }: RequestContext): string {
  return actor.kind === 'anonymous' ? 'anonymous' : actor.name;
}

/** As the registry itself has it: off for tags, images and repositories, by any way. */
export function requireDeletion({ allowsDeletion = true }: ApiOptions): void {
  if (!allowsDeletion) throw new ProblemError('deletion.disabled');
}

/** Into the audit log, done or refused; a refusal ends the request. */
export async function noteRemoval(
  removal: Removal,
  deed: string,
  object: string,
  context: RequestContext,
  { accounts }: ApiOptions,
): Promise<void> {
  const { namespaceId } = repositoryOf(context);
  const problem = problemOfRemoval(removal);
  const result = problem ? problem.code : 'done';
  await accounts.audit.note(deedContext(context), { deed, object, namespaceId, result });
  if (problem) throw problem;
}

function problemOfRemoval(removal: Removal): ProblemError | undefined {
  switch (removal.kind) {
    case 'removed':
      return undefined;
    case 'missing':
      return new ProblemError('resource.missing');
    case 'immutable-tag':
      return new ProblemError('resource.conflict', `the tag ${removal.tag} is immutable`);
  }
}
