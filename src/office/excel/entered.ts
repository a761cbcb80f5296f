import type { CellEntry } from '../../core/reports/report';

/** A cell as Excel's `formulas` take it: someone else's text with an apostrophe, so that Excel never calculates it. */
export const entered = (content: CellEntry): string | number => {
  if (typeof content !== 'object') return content;
  if ('formula' in content) return content.formula;
  return content.text === '' ? '' : `'${content.text}`;
};
