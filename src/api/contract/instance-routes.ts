import { z } from 'zod';
import { onInstance, open } from './access.ts';
import { digest, email, password } from './common-schemas.ts';
import type { Area } from './route.ts';

const instance = z
  .strictObject({
    name: z.literal('drydock'),
    version: z.string(),
    url: z.string().meta({ description: 'Public address' }),
    registry: z.string().meta({ description: 'Host, and port, that images are named by' }),
    isSetUp: z.boolean().meta({ description: 'False until there is an administrator' }),
    identityProviders: z
      .array(z.strictObject({ id: z.string(), title: z.string() }))
      .meta({ description: 'For sign-in besides passwords' }),
    upgradeUrl: z
      .string()
      .optional()
      .meta({ description: 'Where the operator tells how to get another plan' }),
    feedbackUrl: z
      .string()
      .optional()
      .meta({ description: 'Where the operator wants to hear from people' }),
  })
  .meta({ id: 'Instance' });

export const signedIn: z.ZodType = z
  .strictObject({
    kind: z.enum(['anonymous', 'user', 'robot']),
    name: z.string().optional(),
    isAdministrator: z.boolean(),
    scopes: z
      .array(z.string())
      .optional()
      .meta({ description: 'Of a token; a session may do all' }),
    csrfToken: z
      .string()
      .optional()
      .meta({ description: 'Of a session: for X-Drydock-Csrf on every write' }),
  })
  .meta({ id: 'SignedIn' });

/** A user's name may come with any case or blank at sign-in; what is unknown is simply wrong. */
const signInName = z.string().min(1).max(254);
const code = z.string().min(1).max(64);

export const INSTANCE_AREA: Area = {
  name: 'instance',
  summary: 'The server itself, and coming in',
  routes: [
    {
      id: 'getInstance',
      method: 'GET',
      path: '/instance',
      summary: 'What this server is',
      access: onInstance('instance.see'),
      answer: { kind: 'json', status: 200, schema: instance },
    },
    {
      id: 'setUp',
      method: 'POST',
      path: '/setup',
      summary: 'Make the first administrator, with the link that the first start prints',
      access: open('there is nobody yet who could sign in; the one-time token is the proof'),
      body: z.strictObject({
        token: z.string().min(1).max(200),
        name: z.string().min(1).max(64),
        email: email.optional(),
        password,
      }),
      answer: { kind: 'json', status: 201, schema: signedIn },
      errors: ['resource.missing', 'resource.conflict', 'resource.taken', 'sign-in.too-many'],
    },
    {
      id: 'signIn',
      method: 'POST',
      path: '/session',
      summary: 'Sign in with a password, and a one-time code where that is on',
      access: open('it is how one signs in'),
      body: z.strictObject({ name: signInName, password, code: code.optional() }),
      answer: { kind: 'json', status: 201, schema: signedIn },
      errors: ['sign-in.wrong', 'sign-in.code-required', 'sign-in.too-many'],
    },
    {
      id: 'getSession',
      method: 'GET',
      path: '/session',
      summary: 'Who asks',
      access: open('it tells nothing but what the request carries'),
      answer: { kind: 'json', status: 200, schema: signedIn },
    },
    {
      id: 'signOut',
      method: 'DELETE',
      path: '/session',
      summary: 'Sign out',
      access: open('without a session it does nothing'),
      answer: { kind: 'empty', status: 204 },
    },
    {
      id: 'startIdentitySignIn',
      method: 'GET',
      path: '/identity/{provider}/start',
      summary: 'Go to an identity provider (OpenID Connect) to sign in there',
      access: open('it is how one signs in'),
      params: z.strictObject({ provider: z.string().min(1).max(64) }),
      query: z.strictObject({
        returnTo: z
          .string()
          .max(1_024)
          .optional()
          .meta({ description: 'A path of this server to come back to' }),
      }),
      answer: { kind: 'redirect' },
      errors: ['resource.missing', 'server.feature-off'],
    },
    {
      id: 'finishIdentitySignIn',
      method: 'GET',
      path: '/identity/{provider}/callback',
      summary: 'Come back from an identity provider',
      access: open('it is how one signs in; the state of the sign-in is the proof'),
      params: z.strictObject({ provider: z.string().min(1).max(64) }),
      query: z.looseObject({ state: z.string().max(1_024).optional() }),
      answer: { kind: 'redirect' },
      errors: ['resource.missing', 'sign-in.wrong'],
    },
    {
      id: 'getAdvisories',
      method: 'GET',
      path: '/advisories',
      summary: 'The advisory snapshot that everything is matched with',
      access: onInstance('instance.see'),
      answer: {
        kind: 'json',
        status: 200,
        schema: z
          .strictObject({
            number: z.int(),
            digest: digest.meta({ description: 'Of the snapshot' }),
            createdAt: z.string(),
            isStarter: z
              .boolean()
              .meta({ description: 'Only the famous vulnerabilities that come with the program' }),
            namespaces: z.int(),
            checked: z.record(z.string(), z.string()).meta({
              description: 'Of each feed, when its publisher was last asked and had nothing newer',
            }),
            progress: z
              .strictObject({ feed: z.string(), stage: z.string(), records: z.int() })
              .optional(),
            failure: z
              .strictObject({ code: z.string(), message: z.string(), at: z.string() })
              .optional(),
          })
          .meta({ id: 'AdvisorySnapshot' }),
      },
    },
    {
      id: 'getAdvisoryPart',
      method: 'GET',
      path: '/advisories/parts/{digest}',
      summary: 'The manifest of a snapshot that was active lately, or a shard of it, by its digest',
      access: onInstance('vulnerabilities.read'),
      params: z.strictObject({ digest }),
      answer: { kind: 'bytes' },
    },
  ],
};
