import { ERRORS } from '../errors.ts';
import { html, page } from './html.ts';

/** Where the `type` of a problem leads. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, title, advice }]) =>
      html`<tr id="${code}">
        <td><code>${code}</code></td>
        <td>${status}</td>
        <td>${title}. ${advice}</td>
      </tr> `,
  );
  return page('Errors · Drydock', [
    html`<h1>What errors mean</h1>
      <table>
        <tr>
          <th>code</th>
          <th>status</th>
          <th>meaning, and what to do</th>
        </tr>
        ${rows}
      </table>`,
  ]);
}
