import { tag, textTag, valueTag } from '../xml-text';

const fillOf = (color: string): string => tag('a:solidFill', {}, valueTag('a:srgbClr', color));

const lineOf = (color: string, width: number): string => tag('a:ln', { w: width, cap: 'rnd' }, fillOf(color));

/** A shape that is filled. */
export const filled = (color: string): string => tag('c:spPr', {}, fillOf(color));

/** A shape through which others are seen. */
export const translucent = (color: string): string =>
  tag('c:spPr', {}, tag('a:solidFill', {}, tag('a:srgbClr', { val: color }, valueTag('a:alpha', 50_000))));

/** A shape that is a line. @param width in EMU, of which a point has 12,700. */
export const line = (color: string, width: number): string => tag('c:spPr', {}, lineOf(color, width));

/** A shape with both. */
export const outlined = (color: string, border: string): string =>
  tag('c:spPr', {}, fillOf(color), lineOf(border, 9525));

const gray = '595959';

/** How texts look. @param size in hundredths of a point. */
export const textStyle = (size: number): string =>
  tag(
    'c:txPr',
    {},
    tag('a:bodyPr'),
    tag(
      'a:p',
      {},
      tag('a:pPr', {}, tag('a:defRPr', { sz: size }, fillOf(gray))),
      tag('a:endParaRPr', { lang: 'en-US' }),
    ),
  );

/** A chart's title. */
export function titleOf(text: string): string {
  const look = { lang: 'en-US', sz: 1400, b: 0 };
  const run = tag('a:r', {}, tag('a:rPr', look, fillOf(gray)), textTag('a:t', text));
  const rich = tag('c:rich', {}, tag('a:bodyPr'), tag('a:p', {}, run));
  return tag('c:title', {}, tag('c:tx', {}, rich), valueTag('c:overlay', 0));
}
