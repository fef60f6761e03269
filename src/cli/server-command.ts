/** A command that the server's program runs; the command line alone does not bring it. */
export type ServerCommand =
  | { readonly kind: 'serve' | 'doctor' }
  | { readonly kind: 'backup'; readonly file: string; readonly withKey: boolean }
  | { readonly kind: 'restore'; readonly file: string };
