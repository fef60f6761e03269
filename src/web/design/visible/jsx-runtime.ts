/**
 * What JSX in the pages becomes (`jsxImportSource` of their tsconfig): React's elements, with what nobody sees in
 * their texts made visible. So no page can forget it, whoever a text is from. What is copied, sent or typed in is
 * never a child of an element, and stays as it is.
 */
import './visible.css';
import type { ElementType, Key, ReactElement, ReactNode } from 'react';
import { Fragment, jsx as reactJsx, jsxs as reactJsxs } from 'react/jsx-runtime';
import { visibleParts, visibleText } from './visible-text.ts';

export type { JSX } from 'react/jsx-runtime';
export { Fragment };

type Props = Readonly<Record<string, unknown>>;

export function jsx(type: ElementType, props: Props, key?: Key): ReactElement {
  return reactJsx(type, visibleProps(type, props), key);
}

export function jsxs(type: ElementType, props: Props, key?: Key): ReactElement {
  return reactJsxs(type, visibleProps(type, props), key);
}

/** Attributes that are read, by eyes or ears; a component of a library passes its `aria-*` on. */
const READ = ['title', 'aria-label', 'alt', 'placeholder', 'aria-description', 'label'];
/** They hold text and nothing else. */
const TEXT_ONLY: ReadonlySet<unknown> = new Set(['option', 'textarea', 'title']);

function visibleProps(type: ElementType, props: Props): Props {
  const changed: Record<string, unknown> = {};
  const children = visibleChildren(props['children'], TEXT_ONLY.has(type));
  if (children !== props['children']) changed['children'] = children;
  for (const name of READ) {
    const value = props[name];
    if (typeof value !== 'string') continue;
    if (typeof type !== 'string' && !name.startsWith('aria-')) continue;
    const visible = visibleText(value);
    if (visible !== value) changed[name] = visible;
  }
  return Object.keys(changed).length === 0 ? props : { ...props, ...changed };
}

/** The very same where nothing had to be changed. */
function visibleChildren(children: unknown, isTextOnly: boolean): unknown {
  if (typeof children === 'string') {
    return isTextOnly ? visibleText(children) : marked(children);
  }
  if (!Array.isArray(children)) return children;
  const visible = children.map((child: unknown) => visibleChildren(child, isTextOnly));
  return visible.some((child, at) => child !== children[at]) ? visible : children;
}

function marked(text: string): ReactNode {
  const parts = visibleParts(text);
  if (!parts) return text;
  const children = parts.map((part, at) =>
    part.isNames
      ? reactJsx('span', { className: 'visible-mark', title: MEANING, children: part.text }, at)
      : part.text,
  );
  return reactJsx(Fragment, { children });
}

const MEANING = 'Characters that are not seen, or that change how the text around them is seen';
