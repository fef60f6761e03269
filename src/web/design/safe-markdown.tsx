import './safe-markdown.css';
import type { ReactNode } from 'react';
import { Fragment, useMemo } from 'react';
import type { MarkdownNode } from './markdown-tree.ts';
import { markdownTree } from './markdown-tree.ts';
import { safeAddress } from './safe-address.ts';

/**
 * Markdown of strangers: READMEs, advisories. It becomes elements, never markup: HTML in it is shown as it is
 * written, links lead to the web only, and pictures are links, for loading them would tell others who reads.
 */
export function SafeMarkdown({ text }: { readonly text: string }): ReactNode {
  const tree = useMemo(() => markdownTree(text), [text]);
  return <div className="safe-markdown">{nodes(tree)}</div>;
}

function nodes(all: readonly MarkdownNode[]): ReactNode {
  return all.map((node, at) => <Fragment key={at}>{element(node)}</Fragment>);
}

type Elements = {
  readonly [Kind in MarkdownNode['kind']]: (
    node: Extract<MarkdownNode, { readonly kind: Kind }>,
  ) => ReactNode;
};

const ELEMENTS: Elements = {
  text: ({ text }) => text,
  heading: ({ level, inside }) => <Heading level={level}>{nodes(inside)}</Heading>,
  paragraph: ({ inside }) => <p>{nodes(inside)}</p>,
  strong: ({ inside }) => <strong>{nodes(inside)}</strong>,
  emphasis: ({ inside }) => <em>{nodes(inside)}</em>,
  deleted: ({ inside }) => <del>{nodes(inside)}</del>,
  code: ({ text }) => <code>{text}</code>,
  block: ({ text }) => (
    // Long lines are scrolled, with the keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre tabIndex={0} role="region" aria-label="Code">
      <code>{text}</code>
    </pre>
  ),
  quote: ({ inside }) => <blockquote>{nodes(inside)}</blockquote>,
  list: ({ isOrdered, items }) => {
    const inside = items.map((item, at) => <li key={at}>{nodes(item)}</li>);
    return isOrdered ? <ol>{inside}</ol> : <ul>{inside}</ul>;
  },
  line: () => <br />,
  rule: () => <hr />,
  link: ({ address, inside }) => <Outward address={address}>{nodes(inside)}</Outward>,
  picture: ({ address, text }) => <Outward address={address}>{text || 'picture'}</Outward>,
  table: ({ head, rows }) => (
    <table>
      <thead>
        <tr>
          {head.map((cell, at) => (
            <th key={at}>{nodes(cell)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, column) => (
              <td key={column}>{nodes(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  ),
};

function element(node: MarkdownNode): ReactNode {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entry is that of this very kind
  return (ELEMENTS[node.kind] as (node: MarkdownNode) => ReactNode)(node);
}

/** Under the page's own headings, which are h1 and h2. */
function Heading(props: { readonly level: number; readonly children: ReactNode }): ReactNode {
  if (props.level <= 1) return <h3>{props.children}</h3>;
  return props.level === 2 ? <h4>{props.children}</h4> : <h5>{props.children}</h5>;
}

function Outward(props: { readonly address: string; readonly children: ReactNode }): ReactNode {
  const address = safeAddress(props.address);
  if (address === undefined) return <span title={props.address}>{props.children}</span>;
  return (
    <a href={address} rel="noopener noreferrer nofollow ugc">
      {props.children}
    </a>
  );
}
