import type { ClientRequest, IncomingMessage } from 'node:http';
import { failure, FailureError } from '../base/index.ts';

const DEFAULT_HOST = 'unix:///var/run/docker.sock';
/** Milliseconds without a byte: the engine reads its layers from disk before it sends. */
const IDLE_TIMEOUT = 300_000;

/**
 * An image of the local Docker engine, as `docker save` gives it.
 *
 * https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Image/operation/ImageGet
 */
export async function saveFromEngine(
  image: string,
  dockerHost: string | undefined,
): Promise<IncomingMessage> {
  const host = dockerHost ?? DEFAULT_HOST;
  const response = await ask(connectionOf(host), `/images/${encodeURI(image)}/get`, host);
  if (response.statusCode === 200) return response;
  response.destroy();
  const known = response.statusCode === 404;
  const message = known
    ? `the Docker engine has no image ${image}; pull it, or leave out docker:// to read it from its registry`
    : `the Docker engine answered ${response.statusCode ?? 0} when asked for ${image}`;
  throw new FailureError(failure(known ? 'sources.engine.absent' : 'sources.engine', message));
}

type Connection =
  | { readonly socketPath: string }
  | { readonly hostname: string; readonly port: string };

function connectionOf(host: string): Connection {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  const url = URL.canParse(host) ? new URL(host.replace(/^tcp:/, 'http:')) : undefined;
  if (url?.protocol === 'http:') return { hostname: url.hostname, port: url.port || '2375' };
  const message = `the Docker host "${host}" is not understood; unix://PATH and tcp://HOST:PORT are (for ssh, use docker save and "-")`;
  throw new FailureError(failure('sources.engine.host', message));
}

function ask(connection: Connection, path: string, host: string): Promise<IncomingMessage> {
  // Not imported: that takes 40 ms of every command, also of those that ask no engine.
  const { request } = process.getBuiltinModule('node:http');
  return new Promise((resolve, reject) => {
    const asked: ClientRequest = request({ ...connection, path, agent: false }, resolve);
    asked.setTimeout(IDLE_TIMEOUT, () => asked.destroy(new Error('it does not answer')));
    asked.once('error', (error) => {
      const message = `no Docker engine at ${host}: ${error.message}; start it, set DOCKER_HOST, or leave out docker://`;
      reject(new FailureError(failure('sources.engine.down', message), { cause: error }));
    });
    asked.end();
  });
}
