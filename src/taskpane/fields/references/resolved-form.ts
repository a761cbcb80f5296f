/** The form with what its cells hold put in, for everything that only looks at it. */
import { namesOf } from '../../../core/formula/cell-input';
import { argumentNames, type FieldValue } from '../../../core/formula/text/write-formula-text';
import type { CellContent } from '../../../office/workbook/selection';
import type { ArgumentName, Form } from '../../model/form';
import type { CellValues } from '../../model/form-formula';
import { fieldsFor } from '../../model/form-from-formula';

/** What cells hold, by the argument that points at them; undefined where they cannot be read. */
export type Contents = ReadonlyMap<ArgumentName, CellContent | undefined>;

const valueOf = ({ values }: CellContent): FieldValue => {
  const [first, ...others] = namesOf(values);
  if (others.length > 0) return { kind: 'list', items: namesOf(values).map(String) };
  return typeof first === 'number' ? { kind: 'number', value: first } : { kind: 'text', text: String(first ?? '') };
};

/** Fields for what one argument's cells hold; none where the form has no place for that. */
export const resolvedFields = (name: ArgumentName, contents: Contents): Partial<Form> => {
  const content = contents.get(name);
  return (content === undefined ? undefined : fieldsFor(name, valueOf(content))) ?? {};
};

export const resolvedForm = (form: Form, contents: Contents): Form =>
  argumentNames
    .filter((name) => form.bound[name] !== undefined)
    .reduce<Form>((seen, name) => ({ ...seen, ...resolvedFields(name, contents) }), form);

/** The values alone, for the check of the form. */
export const valuesOf = (contents: Contents): CellValues =>
  new Map([...contents].flatMap(([name, content]) => (content === undefined ? [] : [[name, content.values]])));

const most = 4;

/** What cells hold, in a line. */
export const contentText = ({ texts }: CellContent): string => {
  const filled = texts.flat().filter((text) => text.trim() !== '');
  if (filled.length === 0) return 'Empty';
  const more = filled.length > most ? ` and ${filled.length - most} more` : '';
  return `= ${filled.slice(0, most).join(', ')}${more}`;
};
