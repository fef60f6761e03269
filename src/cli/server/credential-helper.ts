import { spawn } from 'node:child_process';
import type { Failure, Result } from '../../base/index.ts';
import { err, failure, ok, parseJson, recordOf, stringOf } from '../../base/index.ts';
import type { World } from '../world.ts';

/** A program that keeps secrets: https://github.com/docker/docker-credential-helpers */
export interface CredentialHelper {
  get(server: string): Promise<Result<string | undefined, Failure>>;
  store(server: string, user: string, secret: string): Promise<Result<undefined, Failure>>;
  erase(server: string): Promise<Result<undefined, Failure>>;
}

/** A person may have to unlock it. */
const HELPER_MS = 120_000;
const MOST_BYTES = 65_536;

/** `name`: as Docker writes it, so that `pass` is the program `docker-credential-pass`. */
export function credentialHelper(name: string, world: World): Result<CredentialHelper, Failure> {
  if (!/^[\w.-]+$/.test(name)) return err(broken(`"${name}" is no name of a credential helper`));
  const ask = (verb: string, input: string): Promise<Result<string, Failure>> =>
    runHelper(`docker-credential-${name}`, verb, input, world);
  return ok({
    get: async (server) => {
      const asked = await ask('get', server);
      if (!asked.ok) return /not found/i.test(asked.error.message) ? ok(undefined) : asked;
      const parsed = parseJson(asked.value, { nesting: 4 });
      return ok(stringOf(recordOf(parsed.ok ? parsed.value : undefined)['Secret']));
    },
    store: async (server, user, secret) => {
      const entry = { ServerURL: server, Username: user, Secret: secret };
      const stored = await ask('store', JSON.stringify(entry));
      return stored.ok ? ok(undefined) : stored;
    },
    erase: async (server) => {
      const erased = await ask('erase', server);
      return erased.ok || /not found/i.test(erased.error.message) ? ok(undefined) : erased;
    },
  });
}

function runHelper(
  program: string,
  verb: string,
  input: string,
  { outside }: World,
): Promise<Result<string, Failure>> {
  return new Promise((resolve) => {
    const child = spawn(program, [verb], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: HELPER_MS,
      env: { ...outside.environment },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < MOST_BYTES) output += text;
    });
    child.once('error', (error) => {
      resolve(err(broken(`${program} cannot be run: ${error.message}`)));
    });
    child.once('close', (code) => {
      const said = output.trim().slice(0, 200);
      resolve(code === 0 ? ok(output) : err(broken(`${program} ${verb} failed: ${said}`)));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function broken(message: string): Failure {
  return failure('cli.login.helper', message);
}
