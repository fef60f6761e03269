import './package-place.css';
import type { ReactNode } from 'react';
import type { Finding, PackageGroup } from '../../../../api/contract/index.ts';
import { instructionText } from '../instruction.ts';
import type { ShownImage } from '../shown-image.ts';
import { LayerLink } from '../layer-link.tsx';
import { CopyButton } from '../../../design/copy-box.tsx';

/** Where a package is, and which layer and instruction brought it: is it mine? */
export function PackagePlace(props: {
  readonly row: PackageGroup;
  readonly finding: Finding | undefined;
  readonly image: ShownImage;
}): ReactNode {
  const { row, finding, image } = props;
  const { path, paths, layer, fixCommand } = row;
  return (
    <div className="package-place">
      <span>
        layer <LayerLink layer={layer} to={image.path} />
        {finding?.createdBy !== undefined && (
          <>
            : <code title={finding.createdBy}>{instructionText(finding.createdBy)}</code>
          </>
        )}
      </span>
      {path !== undefined && (
        <span>
          in <code>/{path}</code>
          {paths > 1 && ` and ${paths - 1} more`}
        </span>
      )}
      {fixCommand !== undefined && (
        <span className="package-place-fix">
          fix: <code title={fixCommand}>{fixCommand}</code>
          <CopyButton text={fixCommand} label={`fix of ${row.name}`} />
        </span>
      )}
    </div>
  );
}
