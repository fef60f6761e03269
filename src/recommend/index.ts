export { fixSteps } from './fix-steps.ts';
