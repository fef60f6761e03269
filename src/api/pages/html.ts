import type { FastifyReply } from 'fastify';

/** Text that has its place in a page: nothing in it is markup. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Joins markup with values, which are escaped; an array is markup already. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | readonly string[])[]
): string {
  return parts.reduce((text, part, at) => {
    const value = values[at - 1];
    return text + (typeof value === 'object' ? value.join('') : escaped(String(value))) + part;
  });
}

/** A whole page in the style of the few that need no script. */
export function page(title: string, body: readonly string[]): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/docs/plain.css" />
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `;
}

export function sendPage(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(text);
}

export const STYLE = `:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; }
button { font: inherit; margin-top: 1.5rem; padding: .5rem 1.25rem; }
pre { padding: .75rem; overflow-x: auto; border: 1px solid; border-radius: .25rem; }
.problem { border-left: .25rem solid #c00; padding-left: .75rem; }
.note { opacity: .8; font-size: .9rem; }
table { border-collapse: collapse; }
td, th { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; }
`;
