/** OpenVEX's words for what CSAF and CycloneDX say in others. */
export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation';

/** What a VEX document says of a finding. */
export interface VexClaim {
  readonly status: VexStatus;
  /** A word of the document's format: `vulnerable_code_not_present`, `code_not_reachable`. */
  readonly justification?: string;
  /** Impact, action or detail in the author's own words. */
  readonly note?: string;
  readonly author?: string;
  /** When it was said, as written. */
  readonly at?: string;
  /** The document's own id, else the file's name. */
  readonly document: string;
}
