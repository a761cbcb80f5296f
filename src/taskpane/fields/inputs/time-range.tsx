import { Field } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTyping } from '../../hooks/use-typing';
import type { Form } from '../../model/form';
import { Pair } from '../../ui/group';
import { problemProps } from '../../ui/message-bar';
import { Bindable } from '../references/bindable';
import { TimeField } from './time-field';

export interface TimeRangeProps {
  readonly form: Form;
  readonly onChange: (change: { startTime: string } | { endTime: string }) => void;
  readonly startProblem?: string | undefined;
  readonly endProblem?: string | undefined;
}

/** A cell's date is a moment, as in every formula; a date in the form is a whole day. */
const hintFor = ({ bound }: Form): string =>
  bound.endTime === undefined
    ? 'Dates are whole days, the end included. You can also type -28d, -24h, today, or 2026-08-01T10:45Z.'
    : 'The range stops where the day in the end cell begins.';

/** Start and end side by side; what is to be said of either stands below both, where there is room for it. */
export const TimeRange = ({ form, onChange, startProblem, endProblem }: TimeRangeProps): ReactNode => {
  const { startTime, endTime } = form;
  const typing = useTyping();
  const problem = typing.typing ? undefined : (startProblem ?? endProblem);
  return (
    <Field {...(problem === undefined ? { hint: hintFor(form) } : problemProps(problem))}>
      {({ 'aria-describedby': describedBy }) => (
        <Pair>
          <Bindable argument="startTime" label="Start" required wrong={startProblem !== undefined}>
            <TimeField
              label="Start"
              required
              value={startTime}
              wrong={problem !== undefined && startProblem !== undefined}
              typing={typing}
              describedBy={describedBy}
              onChange={(value) => onChange({ startTime: value })}
            />
          </Bindable>
          <Bindable argument="endTime" label="End" wrong={endProblem !== undefined}>
            <TimeField
              label="End"
              value={endTime}
              placeholder="now"
              wrong={problem !== undefined && endProblem !== undefined}
              typing={typing}
              describedBy={describedBy}
              onChange={(value) => onChange({ endTime: value })}
            />
          </Bindable>
        </Pair>
      )}
    </Field>
  );
};
