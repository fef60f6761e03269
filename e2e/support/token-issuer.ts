import { execFileSync } from 'node:child_process';
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TokenIssuer {
  /** The certificate that a registry has to trust. */
  readonly certificate: string;
  readonly issuer: string;
  readonly service: string;
  /** A token of an hour for these actions on one repository. */
  token(repository: string, actions: readonly string[]): string;
}

/** Signs the tokens of https://distribution.github.io/distribution/spec/auth/jwt/ with a key of its own. */
export function createTokenIssuer(folder: string): TokenIssuer {
  const keyFile = join(folder, 'token.key');
  const certificate = join(folder, 'token.crt');
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', keyFile, '-out', certificate];
  const subject = ['-subj', '/CN=token issuer', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...curve, ...files, ...subject], { stdio: 'ignore' });
  const key = createPrivateKey(readFileSync(keyFile));
  const der = readFileSync(certificate, 'utf8').replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const [issuer, service] = ['issuer', 'registry'];
  return {
    certificate,
    issuer,
    service,
    token: (name, actions) => {
      const now = Math.floor(Date.now() / 1000);
      const times = { nbf: now - 10, iat: now, exp: now + 3600 };
      const access = [{ type: 'repository', name, actions }];
      const claims = { iss: issuer, sub: '', aud: service, ...times, jti: randomUUID(), access };
      const text = `${encode({ typ: 'JWT', alg: 'ES256', x5c: [der] })}.${encode(claims)}`;
      const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
      return `${text}.${signature.toString('base64url')}`;
    },
  };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
