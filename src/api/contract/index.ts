export { APP_PATHS } from './app-paths.ts';
export type {
  CallOptions,
  Client,
  ClientAnswer,
  ClientOperation,
  ClientOptions,
  ReceivedFile,
} from './client.ts';
export { ApiError, createClient, StrangeAnswerError } from './client.ts';
export type { ReceivedEvent } from './event-reader.ts';
export type * from './operations.ts';
export { OPERATIONS } from './operations.ts';
