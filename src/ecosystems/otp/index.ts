import type { Ecosystem } from '../ecosystem.ts';
import { libraryEcosystem } from '../library-ecosystem.ts';
import type { OtpVersion } from './version.ts';
import { otpVersions } from './version.ts';

/** Applications of Erlang/OTP and Elixir, which `hex` finds; nobody writes advisories by their names. */
export const otp: Ecosystem<OtpVersion> = libraryEcosystem({
  id: 'otp',
  title: 'Erlang/OTP applications',
  versions: otpVersions,
  namespace: undefined,
});
