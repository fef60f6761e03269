import type { ReactNode } from 'react';
import type { Vulnerability, VulnerabilityRating } from '../../../api/contract/index.ts';
import { SeverityName } from '../../design/severity.tsx';

/** Each source’s severity; the first counts, the others say where they differ. */
export function Ratings({ known }: { readonly known: Vulnerability }): ReactNode {
  return (
    <section aria-labelledby="ratings">
      <h2 id="ratings">Severity</h2>
      {known.ratings.length === 0 && <p className="muted">Nobody has rated it yet.</p>}
      {known.ratings.map((rating) => (
        <Rating
          key={`${rating.source} ${rating.vector ?? rating.severity} ${rating.namespaces.join(' ')}`}
          rating={rating}
        />
      ))}
    </section>
  );
}

function Rating({ rating }: { readonly rating: VulnerabilityRating }): ReactNode {
  const { source, severity, score, vector, version, differs, namespaces } = rating;
  return (
    <div className="rating">
      <div className="rating-head">
        <SeverityName severity={severity} />
        {score !== undefined && <strong>{score.toFixed(1)}</strong>}
        <span className="rating-source">
          {source}
          {version !== undefined && `, CVSS ${version}`}
        </span>
      </div>
      {differs && <p className="rating-differs">Differs from the one that counts</p>}
      <VectorWords rating={rating} />
      {vector !== undefined && <code className="rating-vector">{vector}</code>}
      {namespaces.length > 0 && <p className="rating-words">For {namespaces.join(', ')}</p>}
    </div>
  );
}

const ABOUT = [
  ['attack', 'Attacker needs'],
  ['effect', 'Does'],
  ['effect-beyond', 'Does elsewhere'],
] as const;

/** The vector for those who do not read vectors. */
function VectorWords({ rating }: { readonly rating: VulnerabilityRating }): ReactNode {
  return ABOUT.map(([about, title]) => {
    const words = rating.words.filter((word) => word.about === about);
    if (words.length === 0) return null;
    return (
      <p key={about} className="rating-words">
        {title}: {words.map((word) => word.words).join(', ')}
      </p>
    );
  });
}
