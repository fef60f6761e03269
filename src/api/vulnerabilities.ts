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
  /** Every id that findings may call it by; of a bundle, those of what it speaks of. */
  idsOf(id: string): Promise<Result<readonly string[] | undefined, Failure>>;
  /** Whether a question is answered at once; where it is not, an index is begun. */
  isReady(): boolean;
}
