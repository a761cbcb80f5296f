import type { Content } from '../../core/reports/report';

/** A cell as Excel's `formulas` take it: texts from elsewhere with an apostrophe, so that nobody's text is calculated. */
export const entered = (content: Content): string | number => {
  if (typeof content !== 'object') return content;
  if ('formula' in content) return content.formula;
  return content.text === '' ? '' : `'${content.text}`;
};
