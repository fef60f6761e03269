import { readFile } from 'node:fs/promises';
import type { Failure, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import { fixSteps } from '../recommend/index.ts';
import type { Report } from '../report/index.ts';
import { parseReference } from '../sources/index.ts';
import type { VexDocument, VexTarget } from '../vex/index.ts';
import { applyVex, readVex } from '../vex/index.ts';
import { systemReasonOf } from './failure-of-system.ts';
import type { VexOptions } from './options/vex-options.ts';

/** The report as the documents of `--vex` leave it, with what is then to do; as it is where there are none. */
export async function withVex(
  report: Report,
  { vex = [] }: VexOptions,
): Promise<Result<Report, Failure>> {
  if (vex.length === 0) return ok(report);
  const documents: VexDocument[] = [];
  for (const file of vex) {
    const document = await readDocument(file);
    if (!document.ok) return document;
    documents.push(document.value);
  }
  const applied = applyVex(report, documents, vexTargetOf(report));
  return ok({ ...applied, steps: fixSteps(applied.packages, applied.findings) });
}

async function readDocument(file: string): Promise<Result<VexDocument, Failure>> {
  try {
    return readVex(await readFile(file), file);
  } catch (error) {
    const why = systemReasonOf(error) ?? String(error);
    return err(failure('vex.unreadable', `the VEX document ${file} cannot be read: ${why}`));
  }
}

/** How VEX documents may name the image of a report. */
export function vexTargetOf({ image }: Report): VexTarget {
  const { reference: text, digest, imageId, kind } = image;
  const reference = kind === 'registry' ? parseReference(text) : undefined;
  const written = reference?.ok ? reference.value : undefined;
  const digests = [digest, imageId, written?.digest];
  return {
    digests: digests.filter((one): one is Digest => one !== undefined),
    ...(written && { repository: `${written.registry}/${written.repository}` }),
    ...(written?.tag !== undefined && { tag: written.tag }),
  };
}
