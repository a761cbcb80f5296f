import { useEffect, useRef, useState } from 'react';
import { type Failure, failureOf } from '../../../core/domain/failure';
import type { FormulaRequest } from '../../../core/formula/parse-formula';
import type { Answer, Progress } from '../../../core/query/query';
import { estimateRequest } from '../../../core/series/estimate-request';
import { comparedRequest, type OverallChange, overallChange } from '../../../core/series/overall-change';
import { firstPace } from '../../../core/windows/query-size';
import type { Queries } from '../../../office/queries/cell-functions';
import { askRequest } from '../../model/ask-request';
import { type Sample, sampleOf } from './sample';

/** How far a preview has come. */
export type Preview =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy'; readonly progress?: Progress }
  | { readonly kind: 'ready'; readonly sample: Sample; readonly change?: OverallChange | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Previewer {
  readonly preview: Preview;
  readonly show: (request: FormulaRequest) => void;
  /** Calls off what runs, and takes the preview away. */
  readonly close: () => void;
}

const notYet = (message: string): Failure => ({
  code: 'not_found',
  message,
  advice: 'The cell shows #N/A until then.',
});

/** The change is a remark, which isn't worth more requests than these. */
const mostRequests = 60;

/** How much more or less it is than before. Where that can't be told, the preview is complete without it. */
const changeOf = async (
  queries: Pick<Queries, 'ask'>,
  request: FormulaRequest,
  [answer]: readonly Answer[],
  signal: AbortSignal,
): Promise<OverallChange | undefined> => {
  const compared = answer && comparedRequest(request, answer.fetchedAt);
  if (answer === undefined || compared === undefined) return undefined;
  if (estimateRequest(compared, answer.fetchedAt, firstPace).requests > mostRequests) return undefined;
  const answers = await askRequest(queries, compared, { signal, onProgress: () => undefined }).catch(() => undefined);
  return answers && overallChange(compared, answers);
};

/**
 * Asks for the answer before it is written; the cell's own query then finds it in memory.
 * @param asked what the form asks: another text takes the preview away
 */
export const usePreview = (queries: Pick<Queries, 'ask'>, asked: string): Previewer => {
  const [preview, setPreview] = useState<Preview>({ kind: 'none' });
  const running = useRef<AbortController>(undefined);
  const close = (): void => {
    running.current?.abort();
    setPreview({ kind: 'none' });
  };
  useEffect(() => close, [asked]);
  const show = (request: FormulaRequest): void => {
    close();
    const { nothingYet } = request.table;
    if (nothingYet !== undefined) {
      setPreview({ kind: 'failed', failure: notYet(nothingYet) });
      return;
    }
    const mine = new AbortController();
    running.current = mine;
    const set = (next: Preview): void => (mine.signal.aborted ? undefined : setPreview(next));
    set({ kind: 'busy' });
    askRequest(queries, request, { signal: mine.signal, onProgress: (progress) => set({ kind: 'busy', progress }) })
      .then(async (answers) => {
        const sample = sampleOf(request, answers);
        set({ kind: 'ready', sample });
        const change = await changeOf(queries, request, answers, mine.signal);
        if (change !== undefined) set({ kind: 'ready', sample, change });
      })
      .catch((error: unknown) => set({ kind: 'failed', failure: failureOf(error) }));
  };
  return { preview, show, close };
};
