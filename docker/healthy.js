// Health check of the image: exit code 0 while the server inside is ready. No curl is needed for it.
'use strict';

const { DRYDOCK_LISTEN = '', DRYDOCK_TLS_CERT } = process.env;
const port = /:(\d+)$/.exec(DRYDOCK_LISTEN)?.[1] ?? '7070';
const scheme = DRYDOCK_TLS_CERT ? 'https' : 'http';
// The certificate is for the name that clients use, which is not this address.
const options = { rejectUnauthorized: false, timeout: 4000 };
const request = require(`node:${scheme}`).get(
  `${scheme}://127.0.0.1:${port}/readyz`,
  options,
  (answer) => process.exit(answer.statusCode === 200 ? 0 : 1),
);
request.on('timeout', () => process.exit(1));
request.on('error', () => process.exit(1));
