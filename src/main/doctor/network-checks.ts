import { get } from 'node:http';
import { get as getSecure } from 'node:https';
import { createServer, isIP } from 'node:net';
import { X509Certificate } from 'node:crypto';
import { readTlsFiles } from '../http/tls-files.ts';
import type { Certificate } from '../http/tls-files.ts';
import type { Check, Finding, Patient } from './check.ts';
import { fine, problem, reasonOf, warning } from './check.ts';

export const PORT: Check = {
  name: 'port',
  run: async ({ config: { listen }, isServing }) => {
    const where = `${listen.host}:${listen.port}`;
    const trouble = await cannotListen(listen);
    if (trouble === undefined) {
      return isServing
        ? [
            warning(
              `a server runs on the data folder, and not on ${where}`,
              'DRYDOCK_LISTEN is another than the server has',
            ),
          ]
        : [fine(`${where} is free`)];
    }
    if (isServing) return [fine(`the server listens on ${where}`)];
    return [
      problem(
        `${where} cannot be listened on: ${trouble}`,
        'stop what listens there, or set DRYDOCK_LISTEN',
      ),
    ];
  },
};

function cannotListen({ host, port }: Patient['config']['listen']): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

const DAY_MS = 24 * 60 * 60_000;
const SOON_DAYS = 14;

export const TLS: Check = {
  name: 'certificate',
  run: ({ config, clock }) => {
    if (!config.tls) return [];
    const read = readTlsFiles(config.tls);
    if (!read.ok) return [problem(read.error.message, 'name a certificate and its own key')];
    return [
      ending(read.value, clock.now()),
      ...(config.publicUrl === undefined ? [] : [names(read.value, config.publicUrl)]),
    ];
  },
};

function ending({ endsAt }: Certificate, now: number): Finding {
  const days = Math.floor((endsAt - now) / DAY_MS);
  const day = new Date(endsAt).toISOString().slice(0, 10);
  if (days < 0) return problem(`it ended on ${day}`, 'renew it: clients refuse it');
  return days < SOON_DAYS
    ? warning(`it ends in ${days} days, on ${day}`, 'renew it')
    : fine(`it ends on ${day}`);
}

function names({ cert, names }: Certificate, publicUrl: string): Finding {
  const { hostname } = new URL(publicUrl);
  const certificate = new X509Certificate(cert);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const named = isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host);
  return named === undefined
    ? problem(
        `it is for ${names || 'no name'}, and DRYDOCK_URL is ${publicUrl}`,
        'get one for that name',
      )
    : fine(`it is for ${hostname}`);
}

/** How long a proxy in between may take. */
const ANSWER_MS = 5_000;

export const URL_LEADS_HERE: Check = {
  name: 'address',
  run: async ({ config, isServing }) => {
    const { publicUrl, tls, trustedProxies } = config;
    if (publicUrl === undefined) return [];
    const isSecure = publicUrl.startsWith('https:');
    const hasProxies = trustedProxies.rules.length > 0;
    if (isSecure && !tls && !hasProxies) {
      return [
        warning(
          `DRYDOCK_URL is ${publicUrl}, and the server speaks no TLS`,
          'set DRYDOCK_TRUSTED_PROXIES to the proxy that does, or DRYDOCK_TLS_CERT',
        ),
      ];
    }
    if (!isSecure && tls) {
      return [problem(`DRYDOCK_URL is ${publicUrl}, and the server speaks TLS`, 'make it https')];
    }
    if (!isServing) return [fine(publicUrl)];
    const told = await askLive(publicUrl);
    return told === undefined
      ? [fine(`${publicUrl} leads here`)]
      : [
          problem(
            `${publicUrl} does not lead here: ${told}`,
            'correct DRYDOCK_URL, the name service or the proxy',
          ),
        ];
  },
};

/** Why there is no answer of ours; a certificate that only clients trust is none of our business. */
function askLive(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const ask = url.startsWith('https:') ? getSecure : get;
    const options = { timeout: ANSWER_MS, agent: false, rejectUnauthorized: false };
    const asked = ask(`${url}/livez`, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text = (text + part).slice(0, 100)));
      answer.on('end', () =>
        resolve(text.startsWith('alive') ? undefined : `it answers ${answer.statusCode}`),
      );
    });
    asked.once('timeout', () => asked.destroy(new Error(`no answer in ${ANSWER_MS / 1000} s`)));
    asked.once('error', (error) => resolve(reasonOf(error)));
  });
}
