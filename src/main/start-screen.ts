import type { RunningServer } from './serve.ts';
import type { ServerConfig } from './server-config.ts';

/** What a person sees once the server takes requests: where it is, and what to do first. */
export function startScreen(server: RunningServer, config: ServerConfig, seconds: number): string {
  const host = new URL(server.url).host;
  const lines = [
    `  database   ${server.databaseStory}`,
    `  blobs      ${config.blobs.address}`,
    ...(config.anonymous === 'push'
      ? ['  ANYONE MAY PUSH AND DELETE: DRYDOCK_ANONYMOUS is push']
      : []),
    `  ready      in ${seconds.toFixed(1)} s at ${server.url}`,
    '',
  ];
  if (server.setUpLink !== undefined) {
    lines.push(
      'Make the first account, with this link that works once:',
      `  ${server.setUpLink}`,
      '',
    );
  }
  lines.push(
    'Then try, with the name that you chose there:',
    `  docker login ${host}`,
    `  docker tag alpine ${host}/NAME/alpine && docker push ${host}/NAME/alpine`,
    `  drydock cves ${host}/NAME/alpine`,
    '',
  );
  return `${lines.join('\n')}\n`;
}
