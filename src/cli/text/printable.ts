export { printable } from '../../base/index.ts';
