import './why-not.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOperation } from '../../../data/operation.ts';
import { ErrorState } from '../../../design/error-state.tsx';
import type { Explanation, Judgement, Spared } from '../explanation.ts';
import { explanationOf, judgementText, reasonText } from '../explanation.ts';
import type { ShownImage } from '../shown-image.ts';

/** Answers a search for one vulnerability: that it is here, or exactly why not. */
export function WhyNot({
  image,
  id,
}: {
  readonly image: ShownImage;
  readonly id: string;
}): ReactNode {
  const answer = useOperation('explainFinding', { ...image.ask, id });
  if (answer.error) return <ErrorState error={answer.error} />;
  const explanation = answer.data && explanationOf(answer.data);
  return (
    <section className="why-not" aria-label={`Why ${id} is or is not here`} role="status">
      {explanation ? (
        <Answer explanation={explanation} />
      ) : (
        <p className="muted">Looking for {id}</p>
      )}
    </section>
  );
}

const SPARED_SHOWN = 20;

function Answer({ explanation }: { readonly explanation: Explanation }): ReactNode {
  const { id, ids, isReported, reported, spared, reasons } = explanation;
  const others = ids.filter((one) => one !== id);
  const isHidden = isReported && reported.every(({ hidden }) => hidden !== undefined);
  return (
    <>
      <p className="why-not-verdict">
        <Link to="/vulnerabilities/$id" params={{ id }}>
          {id}
        </Link>{' '}
        {isReported ? `is reported for ${countText(reported.length)}` : 'is not reported'}
        {isHidden && ', left out of the totals'}
        {others.length > 0 && <span className="muted"> · also {others.join(', ')}</span>}
      </p>
      {reasons.length > 0 && (
        <ul>
          {reasons.map((reason) => (
            <li key={reason.kind}>{reasonText(reason)}</li>
          ))}
        </ul>
      )}
      {spared.length > 0 && (
        <ul>
          {spared.slice(0, SPARED_SHOWN).map((one) => (
            <li key={`${one.package.type} ${one.package.name} ${one.package.version}`}>
              <SparedPackage spared={one} />
            </li>
          ))}
        </ul>
      )}
      {spared.length > SPARED_SHOWN && <p>and {spared.length - SPARED_SHOWN} more packages</p>}
    </>
  );
}

function countText(packages: number): string {
  return packages === 1 ? '1 package' : `${packages} packages`;
}

function SparedPackage({
  spared: { package: own, ownedBy, judgements },
}: {
  readonly spared: Spared;
}): ReactNode {
  return (
    <>
      <b>
        {own.name} {own.version}
      </b>{' '}
      <span className="finding-type">{own.type}</span> does not have it
      {ownedBy && (
        <>
          : it is a part of the distribution’s package {ownedBy.name} {ownedBy.version}, whose
          advisories answer for it
        </>
      )}
      <ul className="why-not-judgements">
        {judgements.map((judgement) => (
          <li key={`${judgement.advisory} ${judgement.namespace} ${judgement.name}`}>
            <JudgementLine judgement={judgement} />
          </li>
        ))}
      </ul>
    </>
  );
}

function JudgementLine({ judgement }: { readonly judgement: Judgement }): ReactNode {
  const { advisory, source, namespace } = judgement;
  return (
    <>
      {advisory}{' '}
      <span className="muted">
        ({source}, {namespace})
      </span>
      : {judgementText(judgement)}
    </>
  );
}
