export { clip, isPrintable, printable, splitUnprintable } from './printable.ts';
