/** Data of a log line: plain values only, no secrets. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** For the operator: constant message (`noun event`), data as fields. The engine does not log. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
