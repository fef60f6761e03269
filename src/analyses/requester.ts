/** Who asked, for history, audit and log. */
export interface Requester {
  readonly name: string;
  readonly requestId: string;
}
