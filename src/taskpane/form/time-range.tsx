import { Field } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Bindable } from '../reference/bindable';
import { Pair } from './pair';
import { problemProps } from './problem-props';
import { TimeField } from './time-field';
import { useTyping } from './use-typing';

export interface TimeRangeProps {
  readonly startTime: string;
  readonly endTime: string;
  readonly onChange: (change: { startTime: string } | { endTime: string }) => void;
  readonly startProblem?: string | undefined;
  readonly endProblem?: string | undefined;
}

/** Start and end side by side; what is to be said of either stands below both, where there is room for it. */
export const TimeRange = ({ startTime, endTime, onChange, startProblem, endProblem }: TimeRangeProps): ReactNode => {
  const typing = useTyping();
  const problem = typing.typing ? undefined : (startProblem ?? endProblem);
  return (
    <Field
      {...(problem === undefined
        ? { hint: 'A date, 2026-08-01T10:45Z, -28d, -24h, today, or last month. The end itself is not included.' }
        : problemProps(problem))}
    >
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
