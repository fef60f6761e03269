import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addressOf } from '../../../data/address-of.ts';
import { useChange } from '../../../data/operation.ts';
import { isUnderWay } from '../../../data/with-state.ts';
import { Button, ButtonLink } from '../../../design/button.tsx';
import { FormError } from '../../../design/error-state.tsx';
import { Menu } from '../../../design/fields.tsx';
import { EXPORTS } from '../exports.ts';
import type { ShownImage } from '../shown-image.ts';
import { tabPath } from '../shown-image.ts';

/** What can be done with an image by the one who looks; the rest is not there. */
export function ImageActions({ image }: { readonly image: ShownImage }): ReactNode {
  const { analysis, shown, may } = image;
  if (!analysis) return null;
  const hasResult = shown?.result?.summary !== undefined;
  return (
    <>
      {may('repository.results.run') &&
        (isUnderWay(analysis.state) ? <Cancel image={image} /> : <Rerun image={image} />)}
      {hasResult && <ButtonLink to={tabPath(image, 'compare')}>Compare</ButtonLink>}
      {hasResult && <ExportMenu image={image} />}
    </>
  );
}

/** Kinds of artifacts that no new try makes an image. */
function canRun(image: ShownImage): boolean {
  const { kind } = image.analysis?.state ?? {};
  return kind !== 'inactive' && kind !== 'unsupported';
}

export function Rerun({
  image,
  text = 'Re-run',
}: {
  readonly image: ShownImage;
  readonly text?: string;
}): ReactNode {
  const { ask } = image;
  const rerun = useChange('rerunAnalysis', { changes: ['getAnalysis', 'listAnalysisHistory'] });
  if (!canRun(image)) return null;
  return (
    <>
      <Button isBusy={rerun.isPending} onClick={() => rerun.mutate(withoutPlatform(ask))}>
        {text}
      </Button>
      <FormError error={rerun.error} />
    </>
  );
}

function Cancel({ image: { ask } }: { readonly image: ShownImage }): ReactNode {
  const cancel = useChange('cancelAnalysis', { changes: ['getAnalysis', 'listAnalysisHistory'] });
  return (
    <>
      <Button isBusy={cancel.isPending} onClick={() => cancel.mutate(withoutPlatform(ask))}>
        Cancel
      </Button>
      <FormError error={cancel.error} />
    </>
  );
}

/** An image is analyzed with all its platforms. */
function withoutPlatform({ namespace, repository, reference }: ShownImage['ask']): {
  readonly namespace: string;
  readonly repository: string;
  readonly reference: string;
} {
  return { namespace, repository, reference };
}

/** Every form of the report, as a file. */
function ExportMenu({ image }: { readonly image: ShownImage }): ReactNode {
  const { ask } = image;
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button>
          Export <span aria-hidden="true">▾</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {EXPORTS.map(({ format, title }) => (
          <Menu.Item
            key={format}
            component="a"
            href={addressOf('exportReport', { ...ask, format })}
            download
          >
            {title}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void navigate({ to: tabPath(image, 'sbom') })}>
          What each is for
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
