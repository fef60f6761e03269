import './repository-marks.css';
import type { ReactNode } from 'react';
import type { RepositoryDetails } from '../../../api/contract/index.ts';

type Marked = Pick<RepositoryDetails, 'visibility' | 'isAnalysisActive' | 'rights'>;

/** Beside the name: who sees it, and whether what is pushed is analyzed. */
export function RepositoryMarks({ repository }: { readonly repository: Marked }): ReactNode {
  const { visibility, isAnalysisActive, rights } = repository;
  const isTold = isAnalysisActive || rights.includes('repository.settings.read');
  return (
    <span className="repository-marks">
      <span
        title={
          visibility === 'public'
            ? 'Everybody sees and pulls it'
            : 'Only who has a permission sees it'
        }
      >
        {visibility}
      </span>
      {isTold && (
        <span className={isAnalysisActive ? 'repository-mark-on' : undefined}>
          {isAnalysisActive ? 'analysis active' : 'analysis not active'}
        </span>
      )}
    </span>
  );
}
