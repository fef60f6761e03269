import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Log, Result } from '../../base/index.ts';

export interface TlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** Names that it is for, as the certificate writes them: `DNS:registry.example.com`. */
  readonly names: string;
}

/** Certificate and key, which must belong together. */
export function readTlsFiles({ certificateFile, keyFile }: TlsFiles): Result<Certificate, Failure> {
  try {
    const cert = named('DRYDOCK_TLS_CERT', certificateFile, () => {
      const text = readFileSync(certificateFile, 'utf8');
      return { text, certificate: new X509Certificate(text) };
    });
    const key = named('DRYDOCK_TLS_KEY', keyFile, () => {
      const text = readFileSync(keyFile, 'utf8');
      return { text, key: createPrivateKey(text) };
    });
    if (!cert.certificate.checkPrivateKey(key.key)) {
      throw new Error(`DRYDOCK_TLS_KEY is '${keyFile}': not the key of ${certificateFile}`);
    }
    createSecureContext({ cert: cert.text, key: key.text });
    const { validTo, subjectAltName } = cert.certificate;
    const endsAt = Date.parse(validTo);
    return ok({ cert: cert.text, key: key.text, endsAt, names: subjectAltName ?? '' });
  } catch (error) {
    return err(failure('config.bad-value', error instanceof Error ? error.message : String(error)));
  }
}

function named<Value>(key: string, file: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${key} is '${file}', which is no PEM file that can be read: ${reason}`, {
      cause: error,
    });
  }
}

/** Between looks at the files: a renewed certificate has days, not seconds. */
const LOOK_MS = 10_000;

/**
 * Calls back with what is in the files after they changed, and when asked; what does not fit together, as
 * in the middle of a renewal, is said and left. Files that are links to others are followed.
 */
export function watchTlsFiles(
  files: TlsFiles,
  renewed: (certificate: Certificate) => void,
  log: Log,
): { look(): void; end(): void } {
  const look = (): void => {
    const read = readTlsFiles(files);
    if (!read.ok) {
      log.error('certificate not renewed', { reason: read.error.message });
      return;
    }
    renewed(read.value);
    log.info('certificate renewed', { endsAt: new Date(read.value.endsAt).toISOString() });
  };
  const paths = [files.certificateFile, files.keyFile];
  for (const path of paths) watchFile(path, { interval: LOOK_MS, persistent: false }, look);
  return {
    look,
    end: () => {
      for (const path of paths) unwatchFile(path, look);
    },
  };
}
