/** Something of how an image is set up, not of what is in it, that a person should look at. */
export interface ConfigCheck {
  readonly id:
    | 'runs-as-root'
    | 'exposes-ssh'
    | 'adds-url'
    | 'secret-in-environment'
    | 'secret-in-history';
  /** Where it stands: `USER`, `ENV NPM_TOKEN`, `history line 4`. Never the value of a secret. */
  readonly place: string;
  readonly message: string;
  readonly advice: string;
}
