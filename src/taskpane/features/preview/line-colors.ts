import { tokens } from '@fluentui/react-components';

/** Colours that are told apart from each other and from the pane in both of its themes. */
const colors = [
  tokens.colorBrandForeground1,
  tokens.colorPaletteDarkOrangeForeground1,
  tokens.colorPaletteTealForeground2,
  tokens.colorPaletteBerryForeground1,
  tokens.colorPalettePurpleForeground2,
  tokens.colorPaletteMarigoldForeground1,
];

/** Lines beyond these, and all in high contrast, are told apart by their dashes. Units: pixels on, pixels off. */
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

/** The CSS colour of a line. */
export const lineColor = (index: number): string => colors[index % colors.length] ?? tokens.colorBrandForeground1;

export const lineDash = (index: number, highContrast: boolean): readonly number[] =>
  dashes[(highContrast ? index : Math.floor(index / colors.length)) % dashes.length] ?? [];
