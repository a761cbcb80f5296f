/** What a report is, before it is written in a workbook: one sheet of cells, formulas, and charts. */
import type { SkillType } from '../domain/catalog';

/** How an area of cells looks. */
export type Look =
  | 'title'
  | 'about'
  | 'label'
  | 'calculated'
  | 'centered'
  | 'input'
  | 'numberInput'
  | 'hint'
  | 'id'
  | 'section'
  | 'header'
  | 'numberHeader'
  | 'cardLabel'
  | 'cardValue'
  | 'cardChange';

/**
 * The content of a cell: the report's own text, a number, a formula of Excel's own functions, or someone else's text, such as
 * the name of a skill, which Excel could read as a date or a formula.
 */
export type CellEntry = string | number | { readonly formula: string } | { readonly text: string };

/** A cell with content. */
export interface ReportCell {
  readonly at: string;
  readonly content: CellEntry;
}

/** An area with a look, and a number format if it has one. */
export interface ReportArea {
  readonly cells: string;
  readonly look: Look;
  readonly format?: string;
  /** Whether texts take two lines. */
  readonly isTall?: boolean;
  /** Makes one cell of all. */
  readonly isMerged?: boolean;
}

/** Cells that a chart covers. */
interface ChartRange {
  readonly from: string;
  readonly to: string;
}

/** A formula of the add-in's, whose answer fills the cells from `at` on; with a chart of it that follows it. */
export interface ReportFormula {
  readonly at: string;
  readonly formula: string;
  readonly chart?: ChartRange;
}

/** A chart of cells that always have the same size: names in the first column, values in the second. */
export interface ReportChart {
  readonly cells: string;
  readonly title: string;
  readonly covers: ChartRange;
}

/** Cells with the changes of a metric: green where that is good, red where it is bad. */
export interface ReportChange {
  readonly cells: string;
  /** The cell that names the metric of the first one, as a formula there refers to it; undefined if more is better. */
  readonly metric?: string;
}

/** Parts of a sheet. */
export interface ReportPart {
  readonly cells?: readonly ReportCell[];
  readonly areas?: readonly ReportArea[];
  readonly formulas?: readonly ReportFormula[];
  readonly charts?: readonly ReportChart[];
  readonly changes?: readonly ReportChange[];
  /** Cells whose color follows their value. */
  readonly scales?: readonly string[];
}

/** A report: one sheet. Addresses are those of this sheet. */
export interface Report extends Required<ReportPart> {
  /** The name of the sheet, if no other has it. */
  readonly name: string;
  readonly isLandscape: boolean;
  /** The widths of the columns from A on, in points. */
  readonly widths: readonly number[];
}

/** A skill as a report names it. */
export interface ReportSkill {
  readonly skillId: string;
  readonly name: string;
  readonly skillType: SkillType;
  readonly locales: readonly string[];
}

/** What a report is made for. */
export interface ReportInput {
  readonly skill: ReportSkill;
  /** All skills of the account that have metrics, for reports about several. */
  readonly skills: readonly ReportSkill[];
  /** An IANA time zone. */
  readonly timeZone: string;
  /** A day in that zone from which a launch is counted, unless people change it. */
  readonly launch: { readonly year: number; readonly month: number; readonly day: number };
}

/** A report that can be made. */
export interface Template {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it shows. */
  readonly about: string;
  /** The skills that it is for. Left out: all. */
  readonly skillTypes?: readonly SkillType[];
  readonly make: (input: ReportInput) => Report;
}

/** The letter of a column, from 0. */
export const columnLetter = (index: number): string => String.fromCodePoint(65 + index);

/** A text as a formula has it. */
export const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The options of a formula: fixed ones, and the time zone of a cell. */
export const optionsWith = (zoneCell: string, ...fixed: readonly string[]): string =>
  `${quoted([...fixed, 'tz='].join('; '))}&${zoneCell}`;

/** Joins parts into a report. */
export const joinParts = (
  sheet: Pick<Report, 'name' | 'isLandscape' | 'widths'>,
  parts: readonly ReportPart[],
): Report => ({
  ...sheet,
  cells: parts.flatMap(({ cells = [] }) => cells),
  areas: parts.flatMap(({ areas = [] }) => areas),
  formulas: parts.flatMap(({ formulas = [] }) => formulas),
  charts: parts.flatMap(({ charts = [] }) => charts),
  changes: parts.flatMap(({ changes = [] }) => changes),
  scales: parts.flatMap(({ scales = [] }) => scales),
});
