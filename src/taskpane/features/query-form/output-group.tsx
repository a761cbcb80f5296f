import type { ReactNode } from 'react';
import { changedMoreFields } from '../../model/form';
import { headerChoices, type Choices } from '../../model/labels';
import { Bindable } from '../../fields/references/bindable';
import type { InsertMode } from '../../model/insert-request';
import { ChoiceField } from '../../fields/inputs/choice-field';
import { Disclosure } from '../../ui/disclosure';
import type { FormPartProps } from '../../fields/pickers/form-part';
import { Group } from '../../ui/group';
import { MoreOptions } from './more-options';
import { Pair } from '../../ui/pair';

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
  return (
    <Group name="Output" topic="output">
      {form.call === 'SKILLMETRICS' ? (
        <Pair>
          <ChoiceField label="Insert as" value={mode} choices={modes} onChange={onMode} />
          <Bindable argument="headers" label="Header rows" problem={problemOf('headers')}>
            <ChoiceField
              label="Header rows"
              value={form.headers}
              choices={headerChoices}
              problem={problemOf('headers')}
              onChange={(headers) => onChange({ headers })}
            />
          </Bindable>
        </Pair>
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
