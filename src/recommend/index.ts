export { commandOf } from './command.ts';
export { fixSteps } from './fix-steps.ts';
