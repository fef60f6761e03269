import { z } from 'zod';
import { onInstance, open, self } from './access.ts';
import {
  email,
  oneLine,
  pageAnswer,
  pageQuery,
  password,
  scope,
  order,
  search,
  time,
  title,
  uuid,
} from './common-schemas.ts';
import { exportQuery, TABLE_FILE } from './export-schemas.ts';
import type { Area } from './route.ts';

const account = z
  .strictObject({
    name: z.string(),
    displayName: z.string(),
    email: z.string().optional(),
    isEmailVerified: z.boolean(),
    isAdministrator: z.boolean(),
    hasPassword: z.boolean(),
    hasSecondStep: z.boolean().meta({ description: 'One-time codes (TOTP) are asked for' }),
    identities: z.array(z.strictObject({ provider: z.string(), since: time })),
    createdAt: time,
  })
  .meta({ id: 'Account' });

const session = z
  .strictObject({
    id: uuid,
    isThis: z.boolean(),
    createdAt: time,
    seenAt: time,
    expiresAt: time,
    address: z.string(),
    userAgent: z.string(),
  })
  .meta({ id: 'Session' });

export const token: z.ZodType = z
  .strictObject({
    id: uuid,
    name: z.string(),
    scopes: z.array(scope),
    ending: z.string().meta({ description: 'Its last letters' }),
    createdAt: time,
    lastUsedAt: time.optional(),
    expiresAt: time.optional(),
  })
  .meta({ id: 'Token' });

export const newToken: z.ZodType = z
  .strictObject({
    token,
    secret: z.string().meta({ description: 'Shown only this once' }),
  })
  .meta({ id: 'NewToken' });

export const newInvitation: z.ZodType = z
  .strictObject({
    id: uuid,
    url: z.string().meta({ description: 'For the invited; shown only this once' }),
    token: z.string(),
    expiresAt: time,
  })
  .meta({ id: 'NewInvitation' });

/** A year and a day: who needs longer needs a new one. */
const MOST_DAYS = 366;

export const tokenBody: z.ZodObject = z.strictObject({
  name: title,
  scopes: z.array(scope).min(1).max(4),
  expiresInDays: z.int().min(1).max(MOST_DAYS).optional(),
});

const byId = z.strictObject({ id: uuid });
const code = z.string().min(1).max(64);

export const ACCOUNT_AREA: Area = {
  name: 'account',
  summary: 'One’s own account',
  routes: [
    {
      id: 'getAccount',
      method: 'GET',
      path: '/account',
      summary: 'One’s own account',
      access: self('account.read'),
      answer: { kind: 'json', status: 200, schema: account },
    },
    {
      id: 'updateAccount',
      method: 'PATCH',
      path: '/account',
      summary: 'Change one’s own name for people or e-mail address',
      access: self('account.write'),
      body: z.strictObject({ displayName: oneLine.optional(), email: email.optional() }),
      answer: { kind: 'json', status: 200, schema: account },
      errors: ['resource.taken', 'resource.changed'],
    },
    {
      id: 'noteVisit',
      method: 'PUT',
      path: '/account/visit',
      summary: 'Say that somebody looks at the pages now, and learn when the visit before ended',
      access: self('account.read'),
      answer: {
        kind: 'json',
        status: 200,
        schema: z
          .strictObject({ before: time.optional().meta({ description: 'Absent: the first' }) })
          .meta({ id: 'Visit' }),
      },
    },
    {
      id: 'deleteAccount',
      method: 'DELETE',
      path: '/account',
      summary: 'Delete one’s own account with its namespace and all that is in it',
      access: self('account.delete'),
      body: z.strictObject({ password: password.optional() }),
      answer: { kind: 'empty', status: 204 },
      errors: ['resource.conflict', 'sign-in.wrong', 'sign-in.too-many'],
    },
    {
      id: 'changePassword',
      method: 'PUT',
      path: '/account/password',
      summary: 'Change one’s password; other sessions end',
      access: self('account.security.write'),
      body: z.strictObject({ current: password.optional(), next: password }),
      answer: { kind: 'empty', status: 204 },
      errors: ['sign-in.wrong', 'sign-in.too-many'],
    },
    {
      id: 'beginSecondStep',
      method: 'POST',
      path: '/account/second-step',
      summary: 'Begin to use one-time codes: a secret for the authenticator application',
      access: self('account.security.write'),
      answer: {
        kind: 'json',
        status: 200,
        hasSecret: true,
        schema: z.strictObject({
          secret: z.string(),
          uri: z.string().meta({ description: 'For a QR code' }),
        }),
      },
      errors: ['resource.conflict', 'sign-in.wrong', 'sign-in.too-many'],
    },
    {
      id: 'confirmSecondStep',
      method: 'PUT',
      path: '/account/second-step',
      summary: 'Use one-time codes from now on; answers with recovery codes',
      access: self('account.security.write'),
      body: z.strictObject({
        secret: z.string().min(1).max(256),
        code,
        password: password.optional(),
      }),
      answer: {
        kind: 'json',
        status: 200,
        hasSecret: true,
        schema: z.strictObject({ recoveryCodes: z.array(z.string()) }),
      },
      errors: ['sign-in.wrong', 'resource.conflict', 'sign-in.too-many'],
    },
    {
      id: 'endSecondStep',
      method: 'DELETE',
      path: '/account/second-step',
      summary: 'Use no one-time codes any more',
      access: self('account.security.write'),
      body: z.strictObject({ password: password.optional(), code }),
      answer: { kind: 'empty', status: 204 },
      errors: ['sign-in.wrong', 'sign-in.too-many'],
    },
    {
      id: 'listSessions',
      method: 'GET',
      path: '/account/sessions',
      summary: 'Where one is signed in',
      access: self('account.sessions.read'),
      query: pageQuery(),
      answer: { kind: 'json', status: 200, schema: pageAnswer('SessionPage', session) },
    },
    {
      id: 'endSession',
      method: 'DELETE',
      path: '/account/sessions/{id}',
      summary: 'End a session',
      access: self('account.sessions.write'),
      params: byId,
      answer: { kind: 'empty', status: 204 },
      errors: ['resource.missing'],
    },
    {
      id: 'endOtherSessions',
      method: 'DELETE',
      path: '/account/sessions',
      summary: 'End every session but this one',
      access: self('account.sessions.write'),
      answer: { kind: 'json', status: 200, schema: z.strictObject({ ended: z.int() }) },
    },
    {
      id: 'listTokens',
      method: 'GET',
      path: '/account/tokens',
      summary: 'One’s own access tokens',
      access: self('account.tokens.read'),
      query: pageQuery(),
      answer: { kind: 'json', status: 200, schema: pageAnswer('TokenPage', token) },
    },
    {
      id: 'createToken',
      method: 'POST',
      path: '/account/tokens',
      summary: 'Make an access token',
      access: self('account.tokens.write'),
      body: tokenBody,
      answer: { kind: 'json', status: 201, schema: newToken, hasSecret: true },
      errors: ['resource.taken', 'permission.denied'],
    },
    {
      id: 'revokeToken',
      method: 'DELETE',
      path: '/account/tokens/{id}',
      summary: 'Revoke an access token',
      access: self('account.tokens.write'),
      params: byId,
      answer: { kind: 'empty', status: 204 },
      errors: ['resource.missing'],
    },
    {
      id: 'acceptInvitation',
      method: 'POST',
      path: '/invitations/accept',
      summary: 'Accept an invitation, as oneself or with a new account',
      access: open('the token of the invitation is the proof'),
      body: z.strictObject({
        token: z.string().min(1).max(200),
        account: z
          .strictObject({
            name: z.string().min(1).max(64),
            displayName: oneLine.optional(),
            password,
          })
          .optional()
          .meta({ description: 'Of somebody new here; who is signed in leaves it out' }),
      }),
      answer: {
        kind: 'json',
        status: 200,
        schema: z.strictObject({ user: z.string(), namespace: z.string().optional() }),
      },
      errors: ['resource.missing', 'resource.taken', 'resource.conflict', 'sign-in.required'],
    },
  ],
};

const user = z
  .strictObject({
    name: z.string(),
    displayName: z.string(),
    email: z.string().optional(),
    isAdministrator: z.boolean(),
    isBlocked: z.boolean(),
    hasSecondStep: z.boolean(),
    createdAt: time,
    seenAt: time.optional().meta({ description: 'To some minutes; absent: never yet' }),
  })
  .meta({ id: 'User' });

const userFilters = {
  search: search.optional().meta({ description: 'A part of a name or an address' }),
  show: z.enum(['all', 'blocked', 'administrators']).optional(),
  sort: z.enum(['name', 'createdAt', 'seenAt']).optional(),
  order: order.optional(),
};

const byName = z.strictObject({ name: z.string().min(1).max(64) });

export const USER_AREA: Area = {
  name: 'users',
  summary: 'People, for administrators of the instance',
  routes: [
    {
      id: 'listUsers',
      method: 'GET',
      path: '/users',
      summary: 'People with an account here',
      access: onInstance('instance.users.read'),
      query: pageQuery(userFilters),
      answer: { kind: 'json', status: 200, schema: pageAnswer('UserPage', user) },
    },
    {
      id: 'exportUsers',
      method: 'GET',
      path: '/users/export',
      summary: 'The same as a file',
      access: onInstance('instance.users.read'),
      query: exportQuery(userFilters),
      answer: TABLE_FILE,
    },
    {
      id: 'updateUser',
      method: 'PATCH',
      path: '/users/{name}',
      summary: 'Block somebody, or make an administrator',
      access: onInstance('instance.users.write'),
      params: byName,
      body: z.strictObject({
        isBlocked: z.boolean().optional(),
        isAdministrator: z.boolean().optional(),
      }),
      answer: { kind: 'json', status: 200, schema: user },
      errors: ['resource.conflict'],
    },
    {
      id: 'deleteUser',
      method: 'DELETE',
      path: '/users/{name}',
      summary: 'Remove somebody with their namespace and all that is in it',
      access: onInstance('instance.users.write'),
      params: byName,
      answer: { kind: 'empty', status: 204 },
      errors: ['resource.conflict'],
    },
    {
      id: 'inviteUser',
      method: 'POST',
      path: '/invitations',
      summary: 'Invite somebody to this instance',
      access: onInstance('instance.users.write'),
      body: z.strictObject({ email: email.optional() }),
      answer: {
        kind: 'json',
        status: 201,
        hasSecret: true,
        schema: newInvitation,
      },
    },
  ],
};
