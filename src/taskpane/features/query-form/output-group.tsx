import type { ReactNode } from 'react';
import { takes } from '../../../core/formula/signatures';
import { BindableChoice, ChoiceField } from '../../fields/inputs/choice-field';
import type { FormPartProps } from '../../fields/pickers/use-field-options';
import { changedMoreFields } from '../../model/form';
import type { InsertMode } from '../../model/insert-request';
import { type Choices, headerChoices } from '../../model/labels';
import { Disclosure } from '../../ui/disclosure';
import { Group, Pair } from '../../ui/group';
import { MoreOptions } from './more-options';

export interface OutputProps {
  readonly mode: InsertMode;
  readonly modes: Choices<InsertMode>;
  readonly onMode: (mode: InsertMode) => void;
  readonly moreOpen: boolean;
  readonly onMore: (open: boolean) => void;
}

/** What comes into the sheet, and how it is laid out there. */
export const OutputGroup = (props: FormPartProps & OutputProps): ReactNode => {
  const { form, problemOf, onChange, mode, modes, onMode, moreOpen, onMore } = props;
  const changed = changedMoreFields(form);
  // SKILLMETRICSINFO takes headers, so that its arguments are those of SKILLMETRICS, and has none to show.
  const headerRows = (
    <BindableChoice
      argument="headers"
      form={form}
      choices={headerChoices}
      problemOf={problemOf}
      onChange={(headers) => onChange({ headers })}
    />
  );
  return (
    <Group name="Output" topic="output">
      {form.call === 'SKILLMETRICS' ? (
        <Pair>
          <ChoiceField label="Insert as" value={mode} choices={modes} onChange={onMode} />
          {headerRows}
        </Pair>
      ) : takes(form.call, 'headers') && form.bound.headers !== undefined ? (
        headerRows
      ) : null}
      <Disclosure
        label={changed === 0 ? 'More options' : `More options (${changed} set)`}
        open={moreOpen}
        onToggle={onMore}
      >
        <MoreOptions {...props} />
      </Disclosure>
    </Group>
  );
};
