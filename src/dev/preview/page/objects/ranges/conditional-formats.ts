import type { ConditionalFormat, Model } from '@odoo/o-spreadsheet';
import type { Zone } from '../../workbook/address';
import { intersection } from '../../workbook/address';
import { asBoolean, asText } from '../arguments';
import type { HostObject } from '../define';
import { defineType, HostError, UnknownMember } from '../define';

interface Ranged {
  readonly book: { readonly model: Model };
  readonly sheetId: string;
  readonly zone: Zone;
  /** Makes a range of the same sheet. */
  readonly rangeOf: (zone: Zone) => HostObject;
}

interface OneFormat extends Ranged {
  readonly id: string;
}

type Rule = ConditionalFormat['rule'];
type CustomRule = Extract<Rule, { type: 'CellIsRule' }>;

function formatOf({ book, sheetId, id }: OneFormat): ConditionalFormat {
  const found = book.model.getters.getConditionalFormats(sheetId).find((one) => one.id === id);
  if (!found) throw new HostError('ItemNotFound', 'There is no such conditional format.');
  return found;
}

/** A rule with a formula of its own: all others are not known here. */
function customRule(one: OneFormat): CustomRule {
  const { rule } = formatOf(one);
  if (rule.type === 'CellIsRule' && rule.operator === 'customFormula') return rule;
  throw new UnknownMember('a conditional format of this type');
}

const zonesOf = (one: OneFormat): readonly Zone[] =>
  formatOf(one).ranges.map((address) => one.book.model.getters.getRangeFromSheetXC(one.sheetId, address).zone);

function put(one: OneFormat, zones: readonly Zone[], rule: CustomRule): void {
  const { model } = one.book;
  const ranges = zones.map((zone) => model.getters.getRangeDataFromZone(one.sheetId, zone));
  const result = model.dispatch('ADD_CONDITIONAL_FORMAT', { sheetId: one.sheetId, ranges, cf: { id: one.id, rule } });
  if (!result.isSuccessful) throw new HostError('InvalidArgument', "The formula of the conditional format isn't one.");
}

const restyle = (one: OneFormat, style: CustomRule['style']): void => {
  const rule = customRule(one);
  put(one, zonesOf(one), { ...rule, style: { ...rule.style, ...style } });
};

const ruleObject = defineType<OneFormat>('ConditionalFormatRule', {
  read: { Formula: (one) => customRule(one).values[0] ?? '' },
  write: {
    Formula: (one, value) => put(one, zonesOf(one), { ...customRule(one), values: [asText(value, 'formula')] }),
  },
});

const fontObject = defineType<OneFormat>('ConditionalRangeFont', {
  read: {
    Color: (one) => customRule(one).style.textColor ?? '',
    Italic: (one) => customRule(one).style.italic ?? false,
  },
  write: {
    Color: (one, value) => restyle(one, { textColor: asText(value, 'color') }),
    Italic: (one, value) => restyle(one, { italic: asBoolean(value, 'italic') }),
  },
});

const fillObject = defineType<OneFormat>('ConditionalRangeFill', {
  read: { Color: (one) => customRule(one).style.fillColor ?? '' },
  write: { Color: (one, value) => restyle(one, { fillColor: asText(value, 'color') }) },
});

const rangeFormat = defineType<OneFormat>('ConditionalRangeFormat', {
  navigate: { Fill: fillObject, Font: fontObject },
});

const customObject = defineType<OneFormat>('CustomConditionalFormat', {
  navigate: { Format: rangeFormat, Rule: ruleObject },
});

const conditionalFormat = defineType<OneFormat>('ConditionalFormat', {
  identity: ({ id }) => ({ Id: id }),
  read: {
    Id: ({ id }) => id,
    Type: (one) => {
      const { rule } = formatOf(one);
      return rule.type === 'CellIsRule' && rule.operator === 'customFormula' ? 'Custom' : 'CellValue';
    },
  },
  navigate: { Custom: customObject },
  call: {
    Delete: ({ book, sheetId, id }) => void book.model.dispatch('REMOVE_CONDITIONAL_FORMAT', { sheetId, id }),
    GetRangeOrNullObject: (one) => {
      const [zone, ...others] = zonesOf(one);
      return zone === undefined || others.length > 0 ? null : one.rangeOf(zone);
    },
  },
});

function add(ranged: Ranged, type: unknown): HostObject {
  if (type !== 'Custom') throw new UnknownMember(`a conditional format of type ${String(type)}`);
  const one = { ...ranged, id: crypto.randomUUID() };
  put(one, [ranged.zone], { type: 'CellIsRule', operator: 'customFormula', values: ['=FALSE'], style: {} });
  return conditionalFormat(one);
}

/** Excel's `ConditionalFormatCollection` of a range: the formats that have cells of it. */
export const conditionalFormats = defineType<Ranged>('ConditionalFormatCollection', {
  items: (ranged) =>
    ranged.book.model.getters
      .getConditionalFormats(ranged.sheetId)
      .map(({ id }) => ({ ...ranged, id }))
      .filter((one) => zonesOf(one).some((zone) => intersection(zone, ranged.zone) !== undefined))
      .map(conditionalFormat),
  item: (ranged, key) => conditionalFormat({ ...ranged, id: asText(key, 'id') }),
  call: {
    Add: add,
    GetItem: (ranged, key) => conditionalFormat({ ...ranged, id: asText(key, 'id') }),
  },
});
