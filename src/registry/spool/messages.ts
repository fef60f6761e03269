export type Algorithm = 'sha256' | 'sha512';

/** What the thread that hashes and writes is told. `spool` numbers the upload. */
export type SpoolOrder =
  | {
      readonly kind: 'open';
      readonly spool: number;
      readonly path: string;
      readonly algorithm: Algorithm;
    }
  | {
      readonly kind: 'write';
      readonly spool: number;
      /** Shared, and ours again when it is answered. */
      readonly bytes: SharedArrayBuffer;
      readonly length: number;
    }
  | { readonly kind: 'digest'; readonly spool: number; readonly algorithm: Algorithm }
  | { readonly kind: 'close'; readonly spool: number };

/** What it answers: one reply for each order, in their order. */
export type SpoolReply =
  | { readonly spool: number; readonly kind: 'done'; readonly size: number }
  | { readonly spool: number; readonly kind: 'digest'; readonly hex: string }
  | {
      readonly spool: number;
      readonly kind: 'failed';
      /** Of the operating system: ENOSPC. */
      readonly code: string | undefined;
      readonly message: string;
    };
