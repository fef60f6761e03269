import type { Finding, VexClaim } from '../model/index.ts';

/** What an OpenVEX statement says of a finding: what a document said already, else what was found. */
export function saidOf(finding: Finding): object {
  const { status, hidden, vex = [] } = finding;
  const [claim] = vex;
  if (claim && claim.status !== 'affected') return repeated(claim);
  if (status === 'under_investigation') return { status };
  return hidden === 'kernel-headers' ? HEADERS_ONLY : affected(finding);
}

function repeated({ status, justification, note }: VexClaim): object {
  const isKnown = justification !== undefined && JUSTIFICATIONS.has(justification);
  const impact = [isKnown ? undefined : justification, note].filter((one) => one !== undefined);
  return {
    status,
    ...(isKnown && { justification }),
    ...(impact.length > 0 && { impact_statement: impact.join(': ') }),
  };
}

const HEADERS_ONLY = {
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
  impact_statement: 'Only headers of the kernel are in the image, not the kernel.',
};

function affected({ fixedIn, vex }: Finding): object {
  const action = fixedIn === undefined ? 'No fixed version is known.' : `Upgrade to ${fixedIn}.`;
  return { status: 'affected', action_statement: vex?.[0]?.note ?? action };
}

/** https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md#status-justifications */
const JUSTIFICATIONS: ReadonlySet<string> = new Set([
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
]);
