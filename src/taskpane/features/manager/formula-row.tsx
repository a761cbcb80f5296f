import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { memo, type ReactNode } from 'react';
import { textOf } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import type { FormulaState } from '../../../office/workbook/formulas/formula-status';
import { type FormulaItem, type ListRow, stateLabel } from './arrange';

/** The heights of the list's lines, in pixels: to know them all is to know which are in sight. */
export const heights = { item: 92, group: 36 } as const;

const useStyles = makeStyles({
  row: {
    position: 'absolute',
    insetInline: 0,
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalS,
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    cursor: 'default',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  item: { height: `${heights.item}px`, gridTemplateRows: '20px 32px 16px', rowGap: '4px', alignContent: 'center' },
  group: {
    height: `${heights.group}px`,
    alignItems: 'center',
    backgroundColor: tokens.colorNeutralBackground2,
    fontWeight: tokens.fontWeightSemibold,
  },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  active: {
    ':is([role="grid"]:focus-visible *)': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  box: {
    display: 'grid',
    placeItems: 'center',
    width: '16px',
    height: '16px',
    margin: '2px 0 0',
    boxSizing: 'border-box',
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusSmall,
    fontSize: '12px',
    color: 'transparent',
  },
  checked: {
    backgroundColor: tokens.colorCompoundBrandBackground,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorCompoundBrandBackground}`,
    color: tokens.colorNeutralForegroundInverted,
  },
  line: { gridColumn: '2 / 4', minWidth: 0, overflow: 'hidden', fontSize: tokens.fontSizeBase200, lineHeight: '16px' },
  place: {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontWeight: tokens.fontWeightSemibold,
  },
  quiet: { color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap', textOverflow: 'ellipsis' },
  state: { fontSize: tokens.fontSizeBase200, lineHeight: '20px', whiteSpace: 'nowrap' },
  done: { color: tokens.colorNeutralForeground2 },
  waiting: { color: tokens.colorBrandForeground1 },
  kept: { color: tokens.colorStatusWarningForeground3 },
  'not-calculated': { color: tokens.colorStatusWarningForeground3 },
  failed: { color: tokens.colorPaletteRedForeground1 },
});

const counted = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });

/** A moment of the last days, as people name it: "12:03", or "Nov 24, 12:03". */
const momentOf = (instant: Instant, now: Instant): string => {
  const isToday = new Date(instant).toDateString() === new Date(now).toDateString();
  return isToday ? clock.format(instant) : `${day.format(instant)}, ${clock.format(instant)}`;
};

const days = new Map<string, Intl.DateTimeFormat>();

/** A day in the formula's own zone. A formatter takes a tenth of a millisecond to make. */
const dayIn = (instant: Instant, timeZone: string): string => {
  const format = days.get(timeZone) ?? new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone });
  days.set(timeZone, format);
  return format.format(instant);
};

const sheetWords = { visible: [], hidden: ['hidden sheet'], 'very-hidden': ['very hidden sheet'] } as const;

const notes: Readonly<Partial<Record<FormulaState['kind'], string>>> = {
  'not-calculated': 'Excel hasn’t called it. Refresh it.',
  failed: 'The workbook was saved with this error. Refresh it.',
};

/** What a line says of the answer: its reason where there is none, else its size and age. */
const answerOf = ({ listed, status, size, description }: FormulaItem, now: Instant): string => {
  const { state, fetchedAt, provisionalFrom } = status;
  if (listed.at.kind === 'name') return 'Defined name: edit it in Excel’s Name Manager.';
  const why = state.kind === 'failed' && state.failure !== undefined ? textOf(state.failure) : notes[state.kind];
  const parts = [
    ...(why === undefined ? [] : [why]),
    ...(size === undefined || why !== undefined
      ? []
      : [`${counted.format(size.rows)} ${size.rows === 1 ? 'row' : 'rows'}`]),
    ...(fetchedAt === undefined ? [] : [`fetched ${momentOf(fetchedAt, now)}`]),
    ...(provisionalFrom === undefined ? [] : [`provisional from ${dayIn(provisionalFrom, description.timeZone)}`]),
    ...(state.kind === 'kept' ? [textOf(state.failure)] : []),
    ...sheetWords[listed.sheet],
  ];
  return parts.join(' · ');
};

interface RowProps {
  readonly row: ListRow;
  readonly id: string;
  /** Its line among all, from 0. */
  readonly index: number;
  /** In pixels, from the top of the list. */
  readonly top: number;
  readonly isChosen: boolean;
  readonly isActive: boolean;
  readonly now: Instant;
}

/** One line of the list: a formula, or the heading of a group. The list hears what is done to it. */
export const FormulaRow = memo(({ row, id, index, top, isChosen, isActive, now }: RowProps): ReactNode => {
  const styles = useStyles();
  const isGroup = row.kind === 'group';
  const box = (
    <span className={mergeClasses(styles.box, isChosen && styles.checked)} data-box aria-hidden>
      <CheckmarkRegular />
    </span>
  );
  const shared = {
    id,
    role: 'row',
    'aria-rowindex': index + 1,
    'aria-selected': isChosen,
    'data-index': index,
    style: { top: `${top}px` },
    className: mergeClasses(
      styles.row,
      isGroup ? styles.group : styles.item,
      isChosen && styles.chosen,
      isActive && styles.active,
    ),
  };
  if (row.kind === 'group')
    return (
      <div {...shared}>
        {box}
        <span role="gridcell" aria-colspan={4} className={styles.place} title={row.label}>
          {row.label} ({counted.format(row.items.length)})
        </span>
      </div>
    );
  const { place, description, status } = row.item;
  const answer = answerOf(row.item, now);
  return (
    <div {...shared}>
      {box}
      <span role="gridcell" className={styles.place} title={place}>
        {place}
      </span>
      <span role="gridcell" className={mergeClasses(styles.state, styles[status.state.kind])}>
        {stateLabel(status.state)}
      </span>
      <span role="gridcell" className={styles.line} title={description.words}>
        {description.words}
      </span>
      <span role="gridcell" className={mergeClasses(styles.line, styles.quiet)} title={answer}>
        {answer}
      </span>
    </div>
  );
});
FormulaRow.displayName = 'FormulaRow';
