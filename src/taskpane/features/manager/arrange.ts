/** The formulas in the order in which the list shows them. */
import type { FormulaState, FormulaStatus } from '../../../office/workbook/formulas/formula-status';
import type { ListedFormula } from '../../../office/workbook/formulas/list-formulas';
import type { RangeSize } from '../../../office/workbook/placement';
import type { Choices } from '../../model/labels';
import type { Description, FormulaForms } from './describe';

/** A formula with all that the list shows of it. */
export interface FormulaItem {
  readonly id: string;
  readonly listed: ListedFormula;
  /** Where it stands, in words. */
  readonly place: string;
  readonly parsed: FormulaForms;
  readonly description: Description;
  readonly status: FormulaStatus;
  /** The cells that it fills; undefined until Excel has told. */
  readonly size: RangeSize | undefined;
}

export type SortKey = 'place' | 'state' | 'fetched' | 'rows' | 'words';
export type GroupKey = 'none' | 'sheet' | 'skill';

export const sortChoices: Choices<SortKey> = [
  ['place', 'Place'],
  ['state', 'State'],
  ['fetched', 'Oldest first'],
  ['rows', 'Most rows first'],
  ['words', 'Words, A to Z'],
];
export const groupChoices: Choices<GroupKey> = [
  ['none', 'No groups'],
  ['sheet', 'Sheet'],
  ['skill', 'Skill'],
];

/** How people want the list. */
export interface Arrangement {
  readonly search: string;
  readonly sort: SortKey;
  readonly group: GroupKey;
}

/** A line of the list. */
export type ListRow =
  | { readonly kind: 'group'; readonly label: string; readonly items: readonly FormulaItem[] }
  | { readonly kind: 'item'; readonly item: FormulaItem };

const stateLabels: Readonly<Record<FormulaState['kind'], string>> = {
  failed: 'Failed',
  'not-calculated': 'Not calculated',
  kept: 'Old values',
  waiting: 'Waiting',
  done: 'Done',
};

/** What has become of a formula, in a word or two. */
export const stateLabel = ({ kind }: FormulaState): string => stateLabels[kind];

/** What needs a person comes first. */
const stateOrder = Object.keys(stateLabels);

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Many formulas say the same. */
const byText = (one: string, other: string): number => (one === other ? 0 : collator.compare(one, other));

const compare: Readonly<Record<Exclude<SortKey, 'place'>, (one: FormulaItem, other: FormulaItem) => number>> = {
  state: (one, other) => stateOrder.indexOf(one.status.state.kind) - stateOrder.indexOf(other.status.state.kind),
  fetched: (one, other) => (one.status.fetchedAt ?? -1) - (other.status.fetchedAt ?? -1),
  rows: (one, other) => (other.size?.rows ?? 0) - (one.size?.rows ?? 0),
  words: (one, other) => byText(one.description.words, other.description.words),
};

const sheetOf = ({ listed: { at } }: FormulaItem): string => (at.kind === 'cell' ? at.sheet : 'Defined names');

/** What a search looks at, for as long as people type. */
const searched = new WeakMap<FormulaItem, string>();

const searchTextOf = (item: FormulaItem): string => {
  const { place, description, listed, status } = item;
  const known = searched.get(item);
  if (known !== undefined) return known;
  const parts = [place, description.words, description.skill, listed.formula, stateLabel(status.state)];
  const text = parts.join('\n').toLowerCase();
  searched.set(item, text);
  return text;
};

const found = (item: FormulaItem, words: readonly string[]): boolean => {
  const text = searchTextOf(item);
  return words.every((word) => text.includes(word));
};

const grouped = (items: readonly FormulaItem[], key: (item: FormulaItem) => string): readonly ListRow[] => {
  const groups = new Map<string, FormulaItem[]>();
  for (const item of items) {
    const label = key(item);
    const known = groups.get(label);
    if (known === undefined) groups.set(label, [item]);
    else known.push(item);
  }
  return [...groups].flatMap(([label, all]): ListRow[] => [
    { kind: 'group', label, items: all },
    ...all.map((item): ListRow => ({ kind: 'item', item })),
  ]);
};

/**
 * The lines of the list: formulas that hold every word of the search, sorted and grouped.
 * @param items in the order of their places
 */
export const arrange = (items: readonly FormulaItem[], { search, sort, group }: Arrangement): readonly ListRow[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = words.length === 0 ? [...items] : items.filter((item) => found(item, words));
  if (sort !== 'place') shown.sort(compare[sort]);
  if (group === 'sheet') return grouped(shown, sheetOf);
  if (group === 'none') return shown.map((item) => ({ kind: 'item', item }));
  return grouped(
    shown.sort((one, other) => byText(one.description.skill, other.description.skill)),
    ({ description }) => description.skill,
  );
};
