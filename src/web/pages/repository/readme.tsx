import type { ReactNode } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { Section } from '../../design/page.tsx';
import { SafeMarkdown } from '../../design/safe-markdown.tsx';

/** What its owners say of it; nothing, for those who can do nothing about that. */
export function Readme(props: {
  readonly text: string;
  /** Leads to where it is written, for those who may. */
  readonly settings: ReactNode;
}): ReactNode {
  const { text, settings } = props;
  if (text.trim() !== '') {
    return (
      <Section title="README">
        <SafeMarkdown text={text} />
      </Section>
    );
  }
  if (settings === undefined) return null;
  return (
    <EmptyState title="No README yet" actions={settings}>
      Write what this image is and how to run it: Markdown, shown here to everybody who sees the
      repository.
    </EmptyState>
  );
}
