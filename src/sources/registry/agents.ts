import type { Agent } from 'node:http';

/** Connections that are kept, by protocol and by the proxy that they go through. */
export class Agents {
  // Not imported: that takes 40 ms of every command, also of those that ask nobody.
  readonly #http = process.getBuiltinModule('node:http');
  readonly #https = process.getBuiltinModule('node:https');
  readonly #agents = new Map<string, Agent>();

  for({ protocol }: URL, proxy: URL | undefined): Agent {
    const key = `${protocol} ${proxy?.href ?? ''}`;
    const known = this.#agents.get(key);
    if (known) return known;
    const { Agent } = protocol === 'https:' ? this.#https : this.#http;
    const proxyEnv = proxy && { HTTP_PROXY: proxy.href, HTTPS_PROXY: proxy.href };
    const agent = new Agent({ keepAlive: true, ...(proxyEnv && { proxyEnv }) });
    this.#agents.set(key, agent);
    return agent;
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }
}
