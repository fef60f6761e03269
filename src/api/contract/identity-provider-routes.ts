import { z } from 'zod';
import { onInstance } from './access.ts';
import { label, namespaceName, pageAnswer, pageQuery, role, title } from './common-schemas.ts';
import type { Route } from './route.ts';

/** In addresses: `/api/v1/identity/NAME/callback`. */
const name = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/);

const short = z.string().min(1).max(500);

const group = z
  .strictObject({
    group: short.meta({ description: 'As the provider names it in the claim' }),
    organization: namespaceName,
    role,
    team: label.optional().meta({ description: 'Of the organization' }),
  })
  .meta({ id: 'GroupMapping' });

const facts = {
  title: title.meta({ description: 'On the button of the sign-in page' }),
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: short,
  scopes: z
    .array(short)
    .max(20)
    .meta({ description: 'Asked for besides openid, profile and email' }),
  groupsClaim: short.meta({ description: 'The claim that lists a person’s groups' }),
  makesUsers: z.boolean().meta({ description: 'People who are new here get an account' }),
};

const provider = z
  .strictObject({
    name: z.string(),
    ...facts,
    title: z.string(),
    issuer: z.string(),
    redirectUri: z.string().meta({ description: 'To be registered at the provider' }),
    groups: z.array(group),
  })
  .meta({ id: 'IdentityProvider' });

const params = z.strictObject({ provider: name });

export const IDENTITY_PROVIDER_ROUTES: readonly Route[] = [
  {
    id: 'listIdentityProviders',
    method: 'GET',
    path: '/administration/identity-providers',
    summary: 'Identity providers that people may sign in with, without their secrets',
    access: onInstance('instance.identity.read'),
    query: pageQuery(),
    answer: { kind: 'json', status: 200, schema: pageAnswer('IdentityProviderPage', provider) },
  },
  {
    id: 'putIdentityProvider',
    method: 'PUT',
    path: '/administration/identity-providers/{provider}',
    summary: 'Add an identity provider (OpenID Connect), or change it',
    access: onInstance('instance.identity.write'),
    params,
    body: z.strictObject({
      ...facts,
      scopes: facts.scopes.optional(),
      groupsClaim: facts.groupsClaim.optional().meta({ description: 'groups, if absent' }),
      makesUsers: facts.makesUsers.optional().meta({ description: 'true, if absent' }),
      clientSecret: z.string().min(1).max(1_000).optional().meta({
        description: 'Never told again. Needed for a new provider, and with another issuer',
      }),
    }),
    answer: { kind: 'json', status: 200, schema: provider },
  },
  {
    id: 'deleteIdentityProvider',
    method: 'DELETE',
    path: '/administration/identity-providers/{provider}',
    summary: 'Remove an identity provider; accounts stay, without that way in',
    access: onInstance('instance.identity.write'),
    params,
    answer: { kind: 'empty', status: 204 },
  },
  {
    id: 'setIdentityGroups',
    method: 'PUT',
    path: '/administration/identity-providers/{provider}/groups',
    summary: 'Which groups of the provider belong to which organizations and teams',
    access: onInstance('instance.identity.write'),
    params,
    body: z.strictObject({ groups: z.array(group).max(1_000) }),
    answer: { kind: 'json', status: 200, schema: provider },
  },
  {
    id: 'testIdentityProvider',
    method: 'POST',
    path: '/administration/identity-providers/{provider}/tests',
    summary: 'Ask the provider for its configuration, as signing in would',
    access: onInstance('instance.identity.write'),
    params,
    answer: {
      kind: 'json',
      status: 200,
      schema: z
        .strictObject({ isFine: z.boolean(), detail: z.string() })
        .meta({ id: 'IdentityProviderTest' }),
    },
  },
];
