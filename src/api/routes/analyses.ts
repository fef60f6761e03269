import type { ReferenceAnalysis, Requester } from '../../analyses/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { ImageAnalysis } from '../contract/operations.ts';
import type { ServerEvent } from '../events.ts';
import type { Handlers } from '../handlers.ts';
import { valueOf, valueOfResult } from '../problem-of.ts';
import { ProblemError } from '../problem.ts';
import type { RequestContext } from '../request-context.ts';
import { deedContext, namespaceOf, repositoryOf } from '../request-context.ts';
import { countsOf } from './tags.ts';
import { referenceOf } from './references.ts';

type ActivationIds =
  | 'getActivation'
  | 'activateAnalysis'
  | 'deactivateAnalysis'
  | 'activateMatching'
  | 'deactivateMatching'
  | 'setActivationDefault';

type StateIds =
  | 'getAnalysis'
  | 'rerunAnalysis'
  | 'cancelAnalysis'
  | 'pushSbom'
  | 'followRepository';

export function analysisHandlers(options: ApiOptions): Handlers<ActivationIds | StateIds> {
  return {
    ...activationHandlers(options),
    ...stateHandlers(options),
  };
}

function activationHandlers({ accounts, analyses }: ApiOptions): Handlers<ActivationIds> {
  const { repositories, namespaces } = accounts;
  return {
    getActivation: (_, context) =>
      Promise.resolve({ isActive: repositoryOf(context).isAnalysisActive }),
    activateAnalysis: async ({ body: { backFill = NOTHING } }, context) => {
      const { id, name } = repositoryOf(context);
      valueOf(await repositories.activate(deedContext(context), name));
      const { queued } = await analyses.activated([id], backFill, requester(context));
      return { isActive: true, queued };
    },
    deactivateAnalysis: async (_, context) => {
      const { id, name } = repositoryOf(context);
      valueOf(await repositories.deactivate(deedContext(context), name));
      await analyses.deactivated([id], requester(context));
      return { isActive: false };
    },
    activateMatching: async ({ body: { pattern, backFill = NOTHING } }, context) => {
      const { name } = namespaceOf(context);
      const change = { pattern, isActive: true };
      const rows = valueOf(await repositories.activateLike(deedContext(context), name, change));
      const ids = rows.map(({ id }) => id);
      const { queued } = await analyses.activated(ids, backFill, requester(context));
      return { changed: rows.map((row) => row.name), queued };
    },
    deactivateMatching: async ({ body: { pattern } }, context) => {
      const { name } = namespaceOf(context);
      const change = { pattern, isActive: false };
      const rows = valueOf(await repositories.activateLike(deedContext(context), name, change));
      const ids = rows.map(({ id }) => id);
      await analyses.deactivated(ids, requester(context));
      return { changed: rows.map((row) => row.name) };
    },
    setActivationDefault: async ({ namespace, body: { isActive } }, context) => {
      const change = { activatesNew: isActive };
      valueOf(await namespaces.change(deedContext(context), namespace, change));
      return { isActive };
    },
  };
}

const NOTHING = { kind: 'nothing' } as const;

function requester({ actor, requestId }: RequestContext): Requester {
  return { name: actor.kind === 'anonymous' ? 'anonymous' : actor.name, requestId };
}

function stateHandlers({ analyses, accounts }: ApiOptions): Handlers<StateIds> {
  const note = async (deed: string, object: string, context: RequestContext): Promise<void> => {
    const { name, namespaceId } = repositoryOf(context);
    const entry = { deed, object: `${name} ${object}`, namespaceId, result: 'done' };
    await accounts.audit.note(deedContext(context), entry);
  };
  return {
    getAnalysis: async ({ reference }, context) => {
      const found = await analyses.stateOf(repositoryOf(context).id, referenceOf(reference));
      if (!found) throw new ProblemError('resource.missing');
      return analysisOf(found);
    },
    rerunAnalysis: async ({ reference }, context) => {
      const { id } = repositoryOf(context);
      const done = await analyses.rerun(id, referenceOf(reference), requester(context));
      const analysis = analysisOf(valueOfResult(done));
      await note('analysis.rerun', reference, context);
      return analysis;
    },
    cancelAnalysis: async ({ reference }, context) => {
      const { id } = repositoryOf(context);
      const done = await analyses.cancel(id, referenceOf(reference), requester(context));
      const analysis = analysisOf(valueOfResult(done));
      await note('analysis.cancel', reference, context);
      return analysis;
    },
    pushSbom: async ({ name, body }, context) => {
      const sbom = { reference: name, bytes: body };
      const done = await analyses.pushSbom(repositoryOf(context).id, sbom, requester(context));
      const analysis = analysisOf(valueOfResult(done));
      await note('sbom.push', name, context);
      return analysis;
    },
    followRepository: (_, context) => Promise.resolve(followed(analyses, context)),
  };
}

/** What happens in the repository. Nothing is replayed: who comes back is told to read again. */
async function* followed(
  analyses: ApiOptions['analyses'],
  context: RequestContext,
): AsyncIterable<ServerEvent> {
  const { id } = repositoryOf(context);
  let count = Number.parseInt(context.lastEventId ?? '', 10) || 0;
  if (context.lastEventId !== undefined) {
    yield { id: String(count), event: 'resync', data: { kind: 'resync' } };
  }
  for await (const event of analyses.events({ repositoryIds: [id] }, context.signal)) {
    count += 1;
    const { kind } = event;
    const data =
      kind === 'state'
        ? { kind, digest: event.digest, platform: event.platform, state: event.state }
        : kind === 'activation'
          ? { kind, isActive: event.isActive }
          : event;
    yield { id: String(count), event: kind, data };
  }
}

function analysisOf(found: ReferenceAnalysis): ImageAnalysis {
  const { digest, state, summary, platforms } = found;
  const counts = countsOf(found);
  return { digest, state, ...(summary && { summary }), ...(counts && { counts }), platforms };
}
