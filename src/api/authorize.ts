import type {
  Accounts,
  Action,
  Actor,
  Decision,
  Refusal,
  Subject,
  Target,
} from '../accounts/index.ts';
import { ACTIONS } from '../accounts/index.ts';
import type { Access } from './contract/route.ts';
import { ProblemError } from './problem.ts';

/** What the route's action is done to, as its path says. */
export function targetOf(access: Access, input: Readonly<Record<string, unknown>>): Target {
  switch (access.kind) {
    case 'open':
    case 'instance':
      return { kind: 'instance' };
    case 'self':
      return { kind: 'account' };
    case 'namespace':
      return { kind: 'namespace', name: String(input['namespace']) };
    case 'repository':
      return {
        kind: 'repository',
        name: `${String(input['namespace'])}/${String(input['repository'])}`,
      };
  }
}

/** The subject that the actor may do it to; otherwise the problem to answer with. */
export async function authorize(
  actor: Actor,
  access: Access,
  target: Target,
  accounts: Accounts['access'],
  upgradeUrl: string | undefined,
): Promise<Subject> {
  const subject = await accounts.subject(actor, target);
  if (access.kind === 'open') return subject;
  const decision = accounts.judge(actor, actionNamed(access.action), subject);
  const problem = problemOf(decision, actor, upgradeUrl);
  if (problem) throw problem;
  return subject;
}

function actionNamed(name: string): Action {
  const action = ACTIONS.find((one) => one === name);
  if (action === undefined) throw new Error(`${name} is no action of the policies`);
  return action;
}

/** Unknown and forbidden are told in the same words. */
export function problemOf(
  decision: Decision,
  actor: Actor,
  upgradeUrl: string | undefined,
): ProblemError | undefined {
  switch (decision.kind) {
    case 'allowed':
      return undefined;
    case 'forbidden-as-missing':
      return new ProblemError('resource.missing');
    case 'needs-sign-in':
      return new ProblemError('sign-in.required');
    case 'forbidden':
      return refused(decision.reason, actor);
    case 'needs-plan':
      return needsPlan(decision.plans, upgradeUrl);
  }
}

export function needsPlan(plans: readonly string[], upgradeUrl: string | undefined): ProblemError {
  const names = plans.map((plan) => plan.charAt(0).toUpperCase() + plan.slice(1));
  return new ProblemError(
    'plan.required',
    `image analysis is included in ${names.join(' and ') || 'no plan of such a namespace'}`,
    { plans, ...(upgradeUrl !== undefined && { upgradeUrl }) },
  );
}

function refused(reason: Refusal, actor: Actor): ProblemError {
  if (reason === 'right') return new ProblemError('permission.denied');
  if (reason === 'session') {
    return new ProblemError('token.scope-missing', 'no token may do this: sign in with a session');
  }
  const name = actor.kind === 'anonymous' ? '' : ` of ${actor.name}`;
  return new ProblemError('token.scope-missing', `the token${name} lacks the scope '${reason}'`);
}
