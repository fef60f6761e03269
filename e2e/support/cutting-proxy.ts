import { request as httpRequest } from 'node:http';
import { startLoopbackServer } from '../../src/base/loopback-server.contract.ts';

export interface CuttingProxy {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** The `Range` of each request for a blob that was cut before. */
  readonly resumed: string[];
  /** Bytes of blobs that went through. */
  bytes: number;
  stop(): void;
}

/** Passes on to a registry, and cuts the first answer with each large blob in its middle. */
export async function startCuttingProxy(target: string, largerThan: number): Promise<CuttingProxy> {
  const cut = new Set<string>();
  const proxy: Pick<CuttingProxy, 'resumed' | 'bytes'> = { resumed: [], bytes: 0 };
  const server = await startLoopbackServer((request, response) => {
    const { method, headers, url = '' } = request;
    const path = url.split('?', 1)[0] ?? '';
    if (headers.range !== undefined && cut.has(path)) proxy.resumed.push(headers.range);
    const onward = httpRequest(`http://${target}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      const size = Number(answer.headers['content-length'] ?? 0);
      const isCut = isBlob(method, path) && size > largerThan && !cut.has(path);
      if (isCut) cut.add(path);
      let passed = 0;
      answer.on('data', (chunk: Buffer) => {
        passed += chunk.length;
        if (isBlob(method, path)) proxy.bytes += chunk.length;
        if (isCut && passed > size / 2) return void response.destroy();
        if (!response.write(chunk)) answer.pause();
      });
      response.on('drain', () => answer.resume());
      answer.on('end', () => response.end());
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  return Object.assign(proxy, server);
}

function isBlob(method: string | undefined, path: string): boolean {
  return method === 'GET' && path.includes('/blobs/sha256:');
}
