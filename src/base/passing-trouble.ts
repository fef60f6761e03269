/**
 * Of PostgreSQL: it shuts down, starts, or has no connection left, and of the system: nobody
 * listens, or the connection broke. https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const PASSING =
  /^(?:08...|53300|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
/** What the driver says in words only; its socket is a file that is gone while nobody listens. */
const WORDS =
  /^(?:Connection terminated|Client (?:was closed|has encountered a connection error)|timeout exceeded when trying to connect|connect ENOENT)/;
const DEPTH = 8;

/**
 * Is the error, or what caused it, that something we stand on is away for a while? Then the same request
 * may succeed soon: 503, not 500.
 */
export function isPassingTrouble(error: unknown): boolean {
  let one = error;
  for (let depth = 0; depth < DEPTH && one instanceof Error; depth += 1) {
    const code: unknown = Reflect.get(one, 'code');
    if ((typeof code === 'string' && PASSING.test(code)) || WORDS.test(one.message)) return true;
    one = one.cause;
  }
  return false;
}
