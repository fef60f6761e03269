import type { AnalysisProgress } from '../analyzer/index.ts';
import { bytesText } from './text/amounts.ts';
import { shorten } from './text/columns.ts';
import { printable } from './text/printable.ts';
import type { Output } from './world.ts';

/** A line on a terminal that says what is going on, and goes when it is over. Nothing elsewhere. */
export interface ProgressLine {
  show(text: string): void;
  end(): Promise<void>;
}

export function progressLine(output: Output): ProgressLine {
  if (!output.isTerminal) return { show: () => undefined, end: () => Promise.resolve() };
  let shown = '';
  return {
    show(text) {
      const line = shorten(printable(text), output.painter.columns - 1);
      if (line === shown) return;
      shown = line;
      void output.write(`\r\u001B[K${line}`);
    },
    end: () => (shown === '' ? Promise.resolve() : output.write('\r\u001B[K')),
  };
}

export interface AnalysisLine {
  readonly update: (progress: AnalysisProgress) => void;
  end(): Promise<void>;
}

/** `reading node-app: layer 2 of 5, 120 MB of 409 MB`. */
export function analysisProgress(reference: string, output: Output): AnalysisLine {
  const line = progressLine(output);
  line.show(`reading ${reference}`);
  return {
    update({ layersDone, layers, bytes, totalBytes }) {
      const of = totalBytes === undefined ? '' : ` of ${bytesText(totalBytes)}`;
      const read = `${layersDone} of ${layers} layers, ${bytesText(bytes)}${of}`;
      line.show(`reading ${reference}: ${read}`);
    },
    end: () => line.end(),
  };
}
