import { styleText } from 'node:util';
import type { Severity } from '../../model/index.ts';

type Style = Parameters<typeof styleText>[0];

/** How text is shown: with colour and links in a terminal that has them, plain elsewhere. */
export interface Painter {
  paint(style: Style, text: string): string;
  link(text: string, url: string): string;
  readonly columns: number;
}

export interface PainterOptions {
  readonly hasColour: boolean;
  readonly hasLinks: boolean;
  /** Width of the terminal; Infinity when there is none. */
  readonly columns: number;
}

export function createPainter({ hasColour, hasLinks, columns }: PainterOptions): Painter {
  return {
    columns,
    paint: (style, text) => (hasColour ? styleText(style, text, { validateStream: false }) : text),
    link: (text, url) => (hasLinks ? `\u001B]8;;${url}\u001B\\${text}\u001B]8;;\u001B\\` : text),
  };
}

/** Shape and word tell a severity; colour only helps. */
export const SEVERITY_MARKS: Readonly<
  Record<Severity, { mark: string; letter: string; style: Style }>
> = {
  critical: { mark: '!!', letter: 'C', style: ['bold', 'red'] },
  high: { mark: ' !', letter: 'H', style: 'red' },
  medium: { mark: ' ~', letter: 'M', style: 'yellow' },
  low: { mark: ' -', letter: 'L', style: 'cyan' },
  negligible: { mark: ' .', letter: 'N', style: 'gray' },
  none: { mark: ' .', letter: '0', style: 'gray' },
  unknown: { mark: ' ?', letter: '?', style: 'magenta' },
};
