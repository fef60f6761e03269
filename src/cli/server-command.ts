/** A command that the server's program runs; the command line alone does not bring it. */
export type ServerCommand =
  | { readonly kind: 'serve' | 'doctor' }
  | { readonly kind: 'backup' | 'restore'; readonly file: string };
