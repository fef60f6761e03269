import './finding-why.css';
import type { ReactNode } from 'react';
import type { Finding } from '../../../../api/contract/index.ts';
import { Ago } from '../../../design/quantities.tsx';
import { SeverityName } from '../../../design/severity.tsx';
import type { Evidence } from '../evidence.ts';
import { evidenceOf, evidenceText } from '../evidence.ts';
import { instructionText } from '../instruction.ts';
import type { ShownImage } from '../shown-image.ts';
import { confidenceWords, hiddenWords } from './finding-words.ts';
import { LayerLink } from '../layer-link.tsx';
import { WrongResult } from './wrong-result.tsx';

interface FindingProps {
  readonly image: ShownImage;
  readonly finding: Finding;
}

/** Why a finding is there: who says so, what was compared with what, where it was found, who rates it how. */
export function FindingWhy({ image, finding }: FindingProps): ReactNode {
  return (
    <div className="finding-why">
      <dl>
        <dt>Because</dt>
        <dd>
          <ul>
            {evidenceOf(finding).map((evidence) => (
              <li key={`${evidence.advisory} ${evidence.namespace} ${evidence.name}`}>
                <EvidenceLine evidence={evidence} />
              </li>
            ))}
          </ul>
        </dd>
        <dt>Found in</dt>
        <dd>
          <Locations finding={finding} />
        </dd>
        <dt>Brought by</dt>
        <dd>
          layer <LayerLink layer={finding.layer} to={image.path} />
          {finding.createdBy !== undefined && (
            <>
              : <code>{instructionText(finding.createdBy)}</code>
            </>
          )}
        </dd>
        <Ratings finding={finding} />
        <OtherFacts finding={finding} />
      </dl>
      <WrongResult image={image} finding={finding} />
    </div>
  );
}

function EvidenceLine({ evidence }: { readonly evidence: Evidence }): ReactNode {
  const { advisory, source, namespace } = evidence;
  return (
    <>
      {advisory}{' '}
      <span className="muted">
        ({source}, {namespace})
      </span>
      : {evidenceText(evidence)}
    </>
  );
}

function Locations({
  finding: { locations, locationCount },
}: {
  readonly finding: Finding;
}): ReactNode {
  const rest = locationCount - locations.length;
  return (
    <ul>
      {locations.map((path) => (
        <li key={path}>
          <code>/{path}</code>
        </li>
      ))}
      {rest > 0 && <li className="muted">and {rest} more</li>}
    </ul>
  );
}

/** What every source says, with the vector. */
function Ratings({ finding: { ratings } }: { readonly finding: Finding }): ReactNode {
  if (ratings.length === 0) return null;
  return (
    <>
      <dt>Rated</dt>
      <dd>
        <ul>
          {ratings.map(({ source, severity, score, vector }) => (
            <li key={`${source} ${vector ?? severity}`} className="finding-why-rating">
              <SeverityName severity={severity} />
              <span>
                {score !== undefined && score.toFixed(1)} {source}
              </span>
              {vector !== undefined && <code className="finding-vector">{vector}</code>}
            </li>
          ))}
        </ul>
      </dd>
    </>
  );
}

function OtherFacts({ finding }: { readonly finding: Finding }): ReactNode {
  const { ids, vendorIds, confidence, hidden, firstSeen, purl } = finding;
  const others = [...ids.slice(1), ...vendorIds];
  return (
    <>
      {others.length > 0 && (
        <>
          <dt>Also</dt>
          <dd>{others.join(', ')}</dd>
        </>
      )}
      <dt>Match</dt>
      <dd>
        {confidenceWords(confidence)}
        {purl !== undefined && (
          <>
            {' '}
            · <code>{purl}</code>
          </>
        )}
      </dd>
      {hidden !== undefined && (
        <>
          <dt>Not counted</dt>
          <dd>{hiddenWords(hidden)}</dd>
        </>
      )}
      {firstSeen !== undefined && (
        <>
          <dt>First seen here</dt>
          <dd>
            <Ago at={firstSeen} />
          </dd>
        </>
      )}
    </>
  );
}
