import type { Failure, Result } from '../base/index.ts';
import type {
  FoundVulnerabilities,
  VulnerabilityDetails,
  VulnerabilityQuery,
} from '../model/index.ts';

/** Port: the active advisory snapshot as something to search in. A failure passes: too many ask at once. */
export interface Vulnerabilities {
  find(query: VulnerabilityQuery): Promise<Result<FoundVulnerabilities, Failure>>;
  /** By any of its ids; `undefined`: the snapshot does not know it. */
  describe(id: string): Promise<Result<VulnerabilityDetails | undefined, Failure>>;
}
