import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiOptions } from '../api-options.ts';
import { SESSION_COOKIE } from '../authenticate.ts';
import { errorRow } from '../errors.ts';
import { contextOf } from '../open-request.ts';
import { asProblem, valueOf } from '../problem-of.ts';
import { ProblemError } from '../problem.ts';
import { html, page, sendPage } from './html.ts';

interface Form {
  readonly token: string;
  readonly name: string;
  readonly email: string;
}

/** Nothing depends on it: the field can be filled by hand. */
const FILL_TOKEN = `const field = document.getElementById('token');
if (field.value === '') field.value = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
`;

/** Names, an address, a password and a token. */
const FORM_BYTES = 16 * 1024;

/** The first administrator's page: a form, which needs no script. The token of the link is the proof. */
export function addSetUp(app: FastifyInstance, options: ApiOptions): void {
  app.get('/setup', async (request, reply) => {
    const token = new URL(request.url, options.publicUrl).searchParams.get('token') ?? '';
    if (!(await options.accounts.setUp.isNeeded())) return sendPage(reply, 410, donePage());
    return sendPage(letFill(reply), 200, formPage({ token, name: '', email: '' }));
  });
  app.get('/assets/set-up.js', (_, reply) =>
    reply.type('text/javascript; charset=utf-8').send(FILL_TOKEN),
  );
  void app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (__, body, parsed) => parsed(null, new URLSearchParams(String(body))),
    );
    scope.post('/setup', { bodyLimit: FORM_BYTES }, (request, reply) =>
      complete(request, reply, options),
    );
    done();
  });
}

/** The link's token may stand after `#`, which only the browser sees: our own script may read it. */
function letFill(reply: FastifyReply): FastifyReply {
  const policy = String(reply.getHeader('content-security-policy') ?? '');
  return reply.header('content-security-policy', `${policy}; script-src 'self'`);
}

async function complete(
  request: FastifyRequest,
  reply: FastifyReply,
  options: ApiOptions,
): Promise<FastifyReply> {
  const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const form = {
    token: fields.get('token') ?? '',
    name: fields.get('name') ?? '',
    email: fields.get('email') ?? '',
  };
  try {
    const context = await contextOf(request, reply, options);
    const password = fields.get('password') ?? '';
    if (password !== fields.get('again')) {
      throw new ProblemError('request.invalid', 'the two passwords are not the same');
    }
    const { name, token, email } = form;
    const done = await options.accounts.setUp.complete(
      { token, name, password, ...(email !== '' && { email }) },
      context,
    );
    const { sessionToken } = valueOf(done);
    context.setCookie(SESSION_COOKIE, sessionToken);
    return await sendPage(reply, 201, welcomePage(name, new URL(options.publicUrl).host));
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code === 'server.failed') throw error;
    return sendPage(reply, errorRow(problem.code).status, formPage(form, problem.message));
  }
}

function formPage({ token, name, email }: Form, problem?: string): string {
  return page('Set up · Drydock', [
    html`<h1>Set up Drydock</h1>
      <p>Make the first administrator of this server. The link works once.</p>`,
    problem === undefined ? '' : html`<p class="problem" role="alert">${problem}</p>`,
    html`<form method="post" action="/setup" autocomplete="off">
      <label for="token">Token</label>
      <input id="token" name="token" value="${token}" required autocomplete="off" />
      <p class="note">The link that the first start printed ends with it: <code>ddu_...</code></p>
      <label for="name">Name</label>
      <input
        id="name"
        name="name"
        value="${name}"
        required
        minlength="2"
        maxlength="39"
        autocomplete="username"
        pattern="[a-z0-9]+(?:[._\\-][a-z0-9]+)*"
        title="lower-case letters and digits, with . _ or - between"
      />
      <p class="note">Images of yours will be called <code>HOST/NAME/...</code></p>
      <label for="email">E-mail address (optional)</label>
      <input id="email" name="email" type="email" value="${email}" autocomplete="email" />
      <label for="password">Password</label>
      <input id="password" name="password" type="password" required autocomplete="new-password" />
      <label for="again">Password again</label>
      <input id="again" name="again" type="password" required autocomplete="new-password" />
      <button type="submit">Make the administrator</button>
    </form>`,
    html`<script src="/assets/set-up.js"></script>`,
  ]);
}

function donePage(): string {
  return page('Set up · Drydock', [
    html`<h1>Drydock is set up</h1>
      <p>There is an administrator already. <a href="/">Go on</a></p>`,
  ]);
}

function welcomePage(name: string, host: string): string {
  return page('Set up · Drydock', [
    html`<h1>Welcome, ${name}</h1>
      <p>You administer this server now. Push an image, with its analysis:</p>
      <pre>
docker login ${host} -u ${name}
drydock login ${host} -u ${name}
drydock repo create ${name}/app
drydock repo activate ${name}/app
docker tag app:1 ${host}/${name}/app:1
docker push ${host}/${name}/app:1
drydock cves ${host}/${name}/app:1</pre>
      <p><a href="/">Go on</a></p>`,
  ]);
}
