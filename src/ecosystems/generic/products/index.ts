import type { Product } from '../product.ts';
import { DATABASES } from './databases.ts';
import { GO_PROGRAMS } from './go-programs.ts';
import { JAVA } from './java.ts';
import { LIBRARIES } from './libraries.ts';
import { RUNTIMES } from './runtimes.ts';
import { SERVERS } from './servers.ts';
import { TOOLS } from './tools.ts';
import { WEB_APPLICATIONS } from './web-applications.ts';

/** Every product that is known by its bytes. */
export const PRODUCTS: readonly Product[] = [
  ...DATABASES,
  ...GO_PROGRAMS,
  ...JAVA,
  ...LIBRARIES,
  ...RUNTIMES,
  ...SERVERS,
  ...TOOLS,
  ...WEB_APPLICATIONS,
];
