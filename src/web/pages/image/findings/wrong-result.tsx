import './wrong-result.css';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Finding } from '../../../../api/contract/index.ts';
import { useInstance } from '../../../data/session.ts';
import { Button } from '../../../design/button.tsx';
import { CopyBox } from '../../../design/copy-box.tsx';
import type { ShownImage } from '../shown-image.ts';
import type { ReportedImage } from './wrong-result-text.ts';
import { feedbackHref, wrongResultText, wrongResultTitle } from './wrong-result-text.ts';

/** Lets a reader tell whoever runs the server that a finding is wrong, with all that they need to look into it. */
export function WrongResult(props: WrongResultProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="wrong-result no-print">
      <Button small look="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        Report a wrong result
      </Button>
      {isOpen && <Prefilled {...props} />}
    </div>
  );
}

interface WrongResultProps {
  readonly image: ShownImage;
  readonly finding: Finding;
}

/** What goes along, to be read before; without the operator's link it is there to copy. */
function Prefilled({ image, finding }: WrongResultProps): ReactNode {
  const { version = '', feedbackUrl = '' } = useInstance() ?? {};
  const text = wrongResultText(finding, reportedImage(image, version));
  const href = feedbackHref(feedbackUrl, wrongResultTitle(finding), text);
  return (
    <>
      <p className="muted">
        {href === undefined
          ? 'Copy this, say what is wrong with it, and send it to whoever runs this server.'
          : 'This goes along, and can be changed before it is sent. It names the image.'}
      </p>
      <CopyBox label="What is reported, and why" text={text} />
      {href !== undefined && (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          Go on to the feedback page
        </a>
      )}
    </>
  );
}

function reportedImage({ ns, repo, shown }: ShownImage, version: string): ReportedImage {
  const { digest = '', platform = '', result } = shown ?? {};
  const snapshot = result?.snapshot?.number;
  return {
    image: `${ns}/${repo}`,
    digest,
    platform,
    version,
    ...(snapshot !== undefined && { snapshot }),
  };
}
