export type { Clock } from './clock.ts';
export type { Failure } from './failure.ts';
export { failure, FailureError, failureOf } from './failure.ts';
export type { InflateSink } from './inflate-engine.ts';
export { InflateEngine } from './inflate-engine.ts';
export type { JsonLimits } from './json.ts';
export {
  arrayOf,
  duplicateKeys,
  foldCase,
  isRecord,
  parseJson,
  recordOf,
  stringOf,
  stringsOf,
} from './json.ts';
export type { Limits } from './limits.ts';
export { DEFAULT_LIMITS } from './limits.ts';
export type { Log, LogFields } from './log.ts';
export { isPassingTrouble } from './passing-trouble.ts';
export { clip, printable } from './printable/index.ts';
export type { Result } from './result.ts';
export { err, ok } from './result.ts';
export { isSecretVariable, REDACTED, withoutSecrets } from './secrets.ts';
export type { SecretInText } from './secrets-in-text.ts';
export { secretsIn } from './secrets-in-text.ts';
