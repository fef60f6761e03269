import type { DestinationStream } from 'pino';
import { destination, pino, stdTimeFunctions } from 'pino';
import type { Log, LogFields } from '../base/index.ts';
import type { LogLevel } from './server-config.ts';

const STDERR = 2;

/** Lines of JSON on standard error, or on `stream`. Secrets that come along in a field are masked. */
export function createLog(level: LogLevel, stream: DestinationStream = destination(STDERR)): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  return {
    info: (message, fields) => logger.info(masked(fields), message),
    warn: (message, fields) => logger.warn(masked(fields), message),
    error: (message, fields) => logger.error(masked(fields), message),
  };
}

const SECRET_NAME = /password|secret|token|authorization|cookie/i;

/** By what they look like: our tokens, those of the registry, passwords in addresses, headers. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(dd[a-z])_[0-9A-Za-z]{20,}/g, '$1_***'],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, 'eyJ***'],
  [/(:\/\/[^\s:/?#@]*):[^\s/?#@]*@/g, '$1:***@'],
  [/\b(basic|bearer)\s+[\w+/=.~-]{8,}/gi, '$1 ***'],
];

function masked(fields: LogFields = {}): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? maskedText(name, value) : value,
    ]),
  );
}

function maskedText(name: string, text: string): string {
  if (SECRET_NAME.test(name)) return '***';
  return SECRETS.reduce((rest, [pattern, mask]) => rest.replace(pattern, mask), text);
}
