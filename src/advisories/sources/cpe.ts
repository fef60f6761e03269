/** `cpe:2.3:a:openssl:openssl:1.1.1:...`: an application, its vendor, product, version, update, system. */
const CPE =
  /^cpe:2\.3:a:([^:]{1,100}):([^:]{1,100}):([^:]{1,100}):([^:]{0,100}):(?:[^:]*:){3}([^:]*)/;

/** What a CPE name may say of the system: anything else is a plug-in of another program, or another system. */
const ANY_SYSTEM: ReadonlySet<string> = new Set(['*', '-', 'linux', 'linux_kernel']);

/** An application as a CPE name has it. */
export interface CpeApplication {
  /** `vendor:product`. */
  readonly product: string;
  readonly version: string;
  /** `beta1`; `*` and `-` where there is none. */
  readonly update: string;
  /** Whether it can be the program itself, on Linux. */
  readonly isOnLinux: boolean;
}

/**
 * The application that a CPE name is of; `undefined`: of something else.
 *
 * https://nvlpubs.nist.gov/nistpubs/Legacy/IR/nistir7695.pdf, 6.2
 */
export function parseCpe(text: string): CpeApplication | undefined {
  const found = CPE.exec(text.replaceAll('\\/', '/'));
  if (found === null) return undefined;
  const [, vendor = '', name = '', version = '', update = '', system = ''] = found;
  return { product: `${vendor}:${name}`, version, update, isOnLinux: ANY_SYSTEM.has(system) };
}
