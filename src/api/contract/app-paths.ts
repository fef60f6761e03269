/**
 * How addresses of the web pages begin. The server answers them with the application, and nothing else is
 * answered so: a mistyped address of the API stays an error that programs understand.
 */
export const APP_PATHS = [
  '',
  'setup',
  'sign-in',
  'invitation',
  'account',
  'r',
  'ns',
  'vulnerabilities',
  'packages',
  'bases',
  'admin',
] as const;
