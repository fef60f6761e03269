import type { ImageReference } from '../../analyses/index.ts';
import { compareReports, comparisonJson } from '../../report/index.ts';
import type { Report } from '../../report/index.ts';
import type { ApiOptions } from '../api-options.ts';
import { authorize } from '../authorize.ts';
import { onRepository } from '../contract/access.ts';
import type { Handlers } from '../handlers.ts';
import { JsonText } from '../handlers.ts';
import { valueOfResult } from '../problem-of.ts';
import { ProblemError } from '../problem.ts';
import type { RequestContext } from '../request-context.ts';
import { repositoryOf } from '../request-context.ts';
import { referenceOf } from './references.ts';

export function comparisonHandlers(options: ApiOptions): Handlers<'compareImages'> {
  const { analyses } = options;
  return {
    compareImages: async ({ reference, before, beforeRepository, platform }, context) => {
      const { id } = repositoryOf(context);
      const asked = platform === undefined ? {} : { platform };
      const read = async (repositoryId: number, one: ImageReference): Promise<Report> =>
        valueOfResult(await analyses.report(repositoryId, one, asked)).report;
      const after = referenceOf(reference);
      const elsewhere =
        beforeRepository === undefined ? id : await readable(beforeRepository, context, options);
      const first =
        before !== undefined
          ? referenceOf(before)
          : elsewhere === id
            ? await previousOf(id, after, options)
            : after;
      const [old, recent] = [await read(elsewhere, first), await read(id, after)];
      return new JsonText(comparisonJson(old, recent, compareReports(old, recent)));
    },
  };
}

/** Another repository whose results one may see: judged like that of the path. */
async function readable(
  name: string,
  { actor }: RequestContext,
  { accounts, upgradeUrl }: ApiOptions,
): Promise<number> {
  const access = onRepository('repository.results.read');
  const target = { kind: 'repository', name } as const;
  const subject = await authorize(actor, access, target, accounts.access, upgradeUrl);
  if (subject.kind !== 'repository') throw new ProblemError('resource.missing');
  return subject.repository.id;
}

/** Moves of a tag that are looked through for another image: pushes of the same one do not count. */
const MOVES = 100;

async function previousOf(
  repositoryId: number,
  reference: ImageReference,
  { images }: ApiOptions,
): Promise<ImageReference> {
  if (reference.kind === 'digest') {
    throw new ProblemError('request.invalid', 'query.before: needed beside a digest');
  }
  const { tag } = reference;
  const asked = { repositoryId, tag, before: undefined, limit: MOVES };
  const [now, ...earlier] = await images.tagHistory(asked);
  const previous = earlier.find(({ digest }) => digest !== undefined && digest !== now?.digest);
  if (previous?.digest === undefined) {
    throw new ProblemError('analysis.unavailable', `${tag} pointed to no other image before`);
  }
  return { kind: 'digest', digest: previous.digest };
}
