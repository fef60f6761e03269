export interface AuditEntry {
  readonly at: number;
  readonly actor: string;
  readonly actorId: number | undefined;
  /** `namespace.plan.set` and the like. */
  readonly deed: string;
  /** What it was done to, by the name that people know. */
  readonly object: string;
  readonly namespaceId: number | undefined;
  /** `done`, or the code of the refusal. */
  readonly result: string;
  readonly requestId: string;
  readonly address: string;
  /** What was set; never a secret. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface AuditRecords {
  addAudit(entry: AuditEntry): Promise<void>;
  /** Newest first; `before`: the id of the last one seen. */
  auditEntries(page: {
    before?: number;
    limit: number;
    namespaceId?: number;
    actor?: string;
    deed?: string;
  }): Promise<readonly (AuditEntry & { readonly id: number })[]>;
}
