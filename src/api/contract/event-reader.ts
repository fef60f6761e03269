export interface ReceivedEvent<Data> {
  readonly id: string;
  readonly event: string;
  readonly data: Data;
}

/** A line longer than this is nothing that a server of ours sends. */
const MOST_LINE = 4_194_304;

/**
 * Reads server-sent events as they come (EventSource cannot send a token). Ends when the server does; the
 * caller comes back with the last id. https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* readEvents(response: Response): AsyncIterable<ReceivedEvent<unknown>> {
  let fields: { id: string; event: string; data: string[] } = {
    id: '',
    event: 'message',
    data: [],
  };
  for await (const line of linesOf(response)) {
    if (line === '') {
      if (fields.data.length > 0) {
        const data: unknown = JSON.parse(fields.data.join('\n'));
        yield { id: fields.id, event: fields.event, data };
      }
      fields = { id: fields.id, event: 'message', data: [] };
      continue;
    }
    const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === 'id') fields.id = value;
    else if (name === 'event') fields.event = value;
    else if (name === 'data') fields.data.push(value);
  }
}

async function* linesOf({ body }: Response): AsyncIterable<string> {
  if (!body) return;
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      if (rest.length > MOST_LINE) throw new Error('an event is longer than any that is sent');
      yield* lines;
    }
  } finally {
    await reader.cancel();
  }
}
