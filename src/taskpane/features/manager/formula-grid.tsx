import { makeStyles, tokens } from '@fluentui/react-components';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Instant } from '../../../core/domain/instant';
import type { FormulaItem, ListRow } from './arrange';
import { FormulaRow, heights } from './formula-row';

export interface FormulaGridProps {
  readonly rows: readonly ListRow[];
  /** The ids of the chosen formulas. */
  readonly chosen: ReadonlySet<string>;
  readonly now: Instant;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  readonly onGoTo: (item: FormulaItem) => void;
}

const useStyles = makeStyles({
  root: {
    position: 'relative',
    flex: '1 1 0',
    minHeight: '140px',
    overflowY: 'auto',
    overscrollBehavior: 'contain',
    outlineStyle: 'none',
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
});

/** Lines beyond those in sight, so that a turn of the wheel shows no gap. */
const beyond = 4;

const heightOf = ({ kind }: ListRow): number => heights[kind];

/** Where each line begins, and where the last one ends. */
const topsOf = (rows: readonly ListRow[]): readonly number[] => {
  const tops = [0];
  for (const row of rows) tops.push((tops.at(-1) ?? 0) + heightOf(row));
  return tops;
};

/** The line at a height. */
const lineAt = (tops: readonly number[], y: number): number => {
  let [low, high] = [0, tops.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
};

const idsOf = (row: ListRow | undefined): readonly string[] =>
  row === undefined ? [] : row.kind === 'item' ? [row.item.id] : row.items.map(({ id }) => id);

interface View {
  readonly top: number;
  readonly height: number;
}

/**
 * The list of formulas as a grid of which only the lines in sight are drawn. The grid itself keeps the focus, and tells
 * which line is active, because a line that is scrolled out of sight is gone.
 * @see {@link https://www.w3.org/WAI/ARIA/apg/patterns/grid/ | ARIA: Grid pattern}
 */
export const FormulaGrid = ({ rows, chosen, now, onChoose, onGoTo }: FormulaGridProps): ReactNode => {
  const styles = useStyles();
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ top: 0, height: 600 });
  const [active, setActive] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const tops = useMemo(() => topsOf(rows), [rows]);
  const current = Math.min(active, rows.length - 1);

  useEffect(() => {
    const { current: element } = root;
    if (element === null) return undefined;
    const look = (): void => setView({ top: element.scrollTop, height: element.clientHeight || 600 });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);

  const show = (index: number): void => {
    const { current: element } = root;
    const [from = 0, to = 0] = [tops[index], tops[index + 1]];
    if (element === null) return;
    if (from < element.scrollTop) element.scrollTop = from;
    else if (to > element.scrollTop + element.clientHeight) element.scrollTop = to - element.clientHeight;
  };
  const between = (one: number, other: number): ReadonlySet<string> =>
    new Set(
      rows
        .slice(Math.min(one, other), Math.max(one, other) + 1)
        .flatMap((row) => (row.kind === 'item' ? idsOf(row) : [])),
    );
  const move = (to: number, extend: boolean): void => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setActive(next);
    if (extend) onChoose(between(anchor, next));
    else setAnchor(next);
    show(next);
  };
  const toggle = (index: number): void => {
    const ids = idsOf(rows[index]);
    const isChosen = ids.every((one) => chosen.has(one));
    setAnchor(index);
    onChoose(new Set(isChosen ? [...chosen].filter((one) => !ids.includes(one)) : [...chosen, ...ids]));
  };
  const goTo = (index: number): void => {
    const row = rows[index];
    if (row?.kind === 'item') onGoTo(row.item);
  };
  const page = Math.max(1, Math.floor(view.height / heights.item) - 1);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    PageDown: current + page,
    PageUp: current - page,
    Home: 0,
    End: rows.length - 1,
  };
  const press = (event: KeyboardEvent): void => {
    const to = steps[event.key];
    const isAll = event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey);
    if (to !== undefined) move(to, event.shiftKey);
    else if (event.key === ' ') toggle(current);
    else if (event.key === 'Enter') goTo(current);
    else if (isAll) onChoose(between(0, rows.length - 1));
    else return;
    event.preventDefault();
  };
  const indexOf = ({ target }: MouseEvent): number | undefined => {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    return line === null ? undefined : Number(line.dataset['index']);
  };
  const click = (event: MouseEvent): void => {
    const index = indexOf(event);
    if (index === undefined) return;
    const isBox = event.target instanceof Element && event.target.closest('[data-box]') !== null;
    setActive(index);
    if (event.shiftKey) onChoose(between(anchor, index));
    else if (isBox || event.ctrlKey || event.metaKey) toggle(index);
    else {
      setAnchor(index);
      onChoose(new Set(idsOf(rows[index])));
    }
  };

  const [first, last] = [
    Math.max(0, lineAt(tops, view.top) - beyond),
    Math.min(rows.length, lineAt(tops, view.top + view.height) + beyond),
  ];
  return (
    // The lines are drawn for the grid, which hears what is done to them.
    <div
      ref={root}
      className={styles.root}
      role="grid"
      aria-label="Formulas"
      aria-multiselectable
      aria-rowcount={rows.length}
      aria-colcount={4}
      tabIndex={0}
      {...(current >= first && current < last ? { 'aria-activedescendant': `${id}-${current}` } : {})}
      onKeyDown={press}
      onClick={click}
      onDoubleClick={(event) => goTo(indexOf(event) ?? -1)}
    >
      <div role="rowgroup" style={{ height: `${tops.at(-1) ?? 0}px` }}>
        {rows.slice(first, last).map((row, at) => {
          const index = first + at;
          const ids = idsOf(row);
          return (
            <FormulaRow
              key={row.kind === 'item' ? row.item.id : `group ${row.label}`}
              id={`${id}-${index}`}
              row={row}
              index={index}
              top={tops[index] ?? 0}
              isChosen={ids.every((one) => chosen.has(one))}
              isActive={index === current}
              now={now}
            />
          );
        })}
      </div>
    </div>
  );
};
