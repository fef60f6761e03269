import type { ServerEvent } from './events.ts';
import type { Operations } from './contract/operations.ts';
import type { RequestContext } from './request-context.ts';

export type OperationId = keyof Operations;

/** A file to keep: browsers must not show it in place. */
export interface FileAnswer {
  readonly mediaType: string;
  readonly fileName: string;
  readonly text: string;
}

export interface RedirectAnswer {
  readonly location: string;
}

/** JSON that is written already, byte for byte as elsewhere. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

interface OutcomeOfKind<Answer> {
  readonly json: Answer | JsonText;
  readonly empty: undefined;
  readonly events: AsyncIterable<ServerEvent>;
  readonly file: FileAnswer;
  readonly bytes: Uint8Array;
  readonly redirect: RedirectAnswer;
}

export type Outcome<Id extends OperationId> = OutcomeOfKind<
  Operations[Id]['answer']
>[Operations[Id]['kind']];

export type Handler<Id extends OperationId> = (
  input: Operations[Id]['input'],
  context: RequestContext,
) => Promise<Outcome<Id>>;

/** One for every operation, or the compiler complains. */
export type Handlers<Ids extends OperationId = OperationId> = {
  readonly [Id in Ids]: Handler<Id>;
};
