import type { ReportView } from '../../analyses/index.ts';
import type { ApiOptions } from '../api-options.ts';
import { valueOfResult } from '../problem-of.ts';
import { referenceOf } from './references.ts';

/** The report that a request names, as its pages show it. */
export async function viewOf(
  analyses: Pick<ApiOptions['analyses'], 'view'>,
  repositoryId: number,
  { reference, platform }: { readonly reference: string; readonly platform?: string },
): Promise<ReportView> {
  const asked = platform === undefined ? {} : { platform };
  return valueOfResult(await analyses.view(repositoryId, referenceOf(reference), asked));
}
