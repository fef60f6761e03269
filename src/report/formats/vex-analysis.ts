import type { Finding, VexClaim, VexStatus } from '../../model/index.ts';

/** `analysis` of a CycloneDX vulnerability, where a VEX document speaks of it. https://cyclonedx.org/docs/1.6/json/#vulnerabilities_items_analysis */
export function analysisOf({ vex = [] }: Finding): { readonly analysis?: object } {
  const [claim] = vex;
  return claim ? { analysis: analysis(claim) } : {};
}

function analysis({ status, justification, note }: VexClaim): object {
  const word = justification === undefined ? undefined : justificationOf(justification);
  const details = [word === undefined ? justification : undefined, note];
  const detail = details.filter((one) => one !== undefined).join(': ');
  return {
    state: justification === 'false_positive' ? justification : STATES[status],
    ...(word !== undefined && { justification: word }),
    ...(detail !== '' && { detail }),
  };
}

const STATES: Readonly<Record<VexStatus, string>> = {
  not_affected: 'not_affected',
  affected: 'exploitable',
  fixed: 'resolved',
  under_investigation: 'in_triage',
};

/** CycloneDX's own words, and what OpenVEX and CSAF call the same. */
const JUSTIFICATIONS: Readonly<Record<string, string>> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
  code_not_present: 'code_not_present',
  code_not_reachable: 'code_not_reachable',
  requires_configuration: 'requires_configuration',
  requires_dependency: 'requires_dependency',
  requires_environment: 'requires_environment',
  protected_by_compiler: 'protected_by_compiler',
  protected_at_runtime: 'protected_at_runtime',
  protected_at_perimeter: 'protected_at_perimeter',
  protected_by_mitigating_control: 'protected_by_mitigating_control',
};

function justificationOf(word: string): string | undefined {
  return Object.hasOwn(JUSTIFICATIONS, word) ? JUSTIFICATIONS[word] : undefined;
}
