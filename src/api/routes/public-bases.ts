import { asDiffId } from '../../model/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { Handlers } from '../handlers.ts';
import { pageOfAll, PER_PAGE } from '../paging.ts';
import { ProblemError } from '../problem.ts';
import { type RequestContext, deedContext } from '../request-context.ts';
import { timeText } from './present.ts';
import { digestOf } from './references.ts';
import { actorName } from './removals.ts';

type Ids = 'listPublicBases' | 'importPublicBase' | 'removePublicBase';

/** Bases of other registries, for all who may see what an image is built on. */
export function publicBaseHandlers({ accounts, analyses }: ApiOptions): Handlers<Ids> {
  const note = (context: RequestContext, deed: string, reference: string): Promise<void> =>
    accounts.audit.note(deedContext(context), {
      deed,
      object: 'instance',
      result: 'done',
      details: { reference },
    });
  return {
    listPublicBases: async ({ limit = PER_PAGE, after }) => {
      const bases = await analyses.publicBases();
      const rows = bases.map(({ importedAt, ...base }) => {
        return { ...base, importedAt: timeText(importedAt) };
      });
      const page = { list: 'public-bases', limit, after };
      return pageOfAll(rows, page, ({ reference, chainId }) => `${reference} ${chainId}`);
    },
    importPublicBase: async ({ body: { reference, digest, platform, diffIds } }, context) => {
      await analyses.importBase({
        reference,
        digest: digestOf(digest),
        platform,
        diffIds: diffIds.map((text) => asDiffId(digestOf(text))),
        by: actorName(context),
      });
      await note(context, 'public_base.import', reference);
    },
    removePublicBase: async ({ body: { reference } }, context) => {
      if (!(await analyses.removeBase(reference))) throw new ProblemError('resource.missing');
      await note(context, 'public_base.remove', reference);
    },
  };
}
