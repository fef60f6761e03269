import type { ApiOptions } from '../api-options.ts';
import { ERRORS } from '../errors.ts';
import { html, page } from './html.ts';

/** What this is, and the next thing to do. */
export async function homePage({ accounts, publicUrl, version }: ApiOptions): Promise<string> {
  const isSetUp = !(await accounts.setUp.isNeeded());
  const host = new URL(publicUrl).host;
  const next = isSetUp
    ? html`<p>Sign in with a client, and push:</p>
        <pre>
docker login ${host}
docker tag app:1 ${host}/YOUR-NAME/app:1
docker push ${host}/YOUR-NAME/app:1</pre>
        <p>Image analysis is off until it is activated for a repository:</p>
        <pre>
drydock login ${host}
drydock repo activate YOUR-NAME/app
drydock cves ${host}/YOUR-NAME/app:1</pre>`
    : html`<p>
        Nobody can sign in yet. The first start printed a link that makes the first administrator;
        it is in the log of the server, and a restart prints a new one.
      </p>`;
  return page('Drydock', [
    html`<h1>Drydock</h1>
      <p>
        A registry for container images that says what is inside each, which of it is known to be
        vulnerable, and what to do about it.
      </p>`,
    next,
    html`<p class="note">
      Version ${version} · <a href="/api/v1/openapi.json">the API</a> ·
      <a href="/docs/errors">errors</a>
    </p>`,
  ]);
}

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
