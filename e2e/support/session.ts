import assert from 'node:assert/strict';
import { recordOf } from '../../src/base/index.ts';
import type { RegistryAccount } from './registry-account.ts';

/** A session of somebody, as a browser has it. */
export interface Session {
  /** Whatever the answer is. */
  send(method: string, path: string, body?: unknown, type?: string): Promise<Response>;
  ask(method: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>>;
  text(method: string, path: string): Promise<string>;
}

export async function signIn({
  host,
  user,
  password,
}: Pick<RegistryAccount, 'host' | 'user' | 'password'>): Promise<Session> {
  const url = `http://${host}/api/v1`;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ name: user, password });
  const answer = await fetch(`${url}/session`, { method: 'POST', headers, body });
  assert.equal(answer.status, 201, await answer.clone().text());
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
  const { csrfToken } = recordOf(await answer.json());
  const session = { ...headers, cookie, 'x-drydock-csrf': String(csrfToken) };
  const send = (
    method: string,
    path: string,
    asked?: unknown,
    type = 'application/json',
  ): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: { ...session, 'content-type': type },
      ...(asked !== undefined && { body: JSON.stringify(asked) }),
    });
  const text = async (method: string, path: string, asked?: unknown): Promise<string> => {
    const told = await send(method, path, asked);
    const said = await told.text();
    assert.ok(told.ok, `${method} ${path}: ${told.status} ${said}`);
    return said;
  };
  return {
    send,
    text,
    ask: async (method, path, asked) => recordOf(JSON.parse(await text(method, path, asked))),
  };
}
