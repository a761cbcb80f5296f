import { Field, Input, makeStyles } from '@fluentui/react-components';
import { CalendarLtrRegular } from '@fluentui/react-icons/svg/calendar-ltr';
import type { ReactNode } from 'react';
import { parseDate } from '../../../core/domain/instant';
import type { TypingState } from '../../hooks/use-typing';

export interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly wrong: boolean;
  readonly typing: TypingState;
  /** Id of the hint and problem that stand elsewhere. */
  readonly describedBy?: string | undefined;
  readonly placeholder?: string;
  readonly required?: boolean;
}

const useStyles = makeStyles({
  input: { minWidth: 0, width: '100%' },
  pick: { position: 'relative', display: 'inline-grid', padding: '2px', fontSize: '20px', overflow: 'hidden' },
  native: {
    position: 'absolute',
    inset: 0,
    width: '100%',
    height: '100%',
    padding: 0,
    border: 'none',
    opacity: 0,
    cursor: 'pointer',
    // The whole icon opens the picker. showPicker() would be refused in a frame of another origin, as Excel's is.
    '::-webkit-calendar-picker-indicator': {
      position: 'absolute',
      inset: 0,
      width: '100%',
      height: '100%',
      cursor: 'pointer',
    },
  },
});

/** The browser's calendar behind an icon: for the pointer only, as the keyboard has the text field beside it. */
const Calendar = ({ value, onPick }: { value: string; onPick: (value: string) => void }): ReactNode => {
  const styles = useStyles();
  return (
    <span className={styles.pick} title="Pick a day">
      <CalendarLtrRegular />
      <input
        className={styles.native}
        type="date"
        aria-hidden
        tabIndex={-1}
        min="2015-01-01"
        value={parseDate(value) === undefined ? '' : value}
        onChange={({ target }) => onPick(target.value)}
      />
    </span>
  );
};

/** A moment: picked from a calendar, or typed as a date, ISO 8601 text, or relative words. */
export const TimeField = (props: TimeFieldProps): ReactNode => {
  const { label, value, onChange, wrong, typing, describedBy, placeholder, required = false } = props;
  const styles = useStyles();
  return (
    <Field label={label} required={required} validationState={wrong ? 'error' : 'none'}>
      <Input
        className={styles.input}
        value={value}
        autoComplete="off"
        spellCheck={false}
        {...(placeholder ? { placeholder } : {})}
        {...(describedBy ? { 'aria-describedby': describedBy } : {})}
        {...typing.handlers}
        contentAfter={<Calendar value={value.trim()} onPick={onChange} />}
        onChange={(_, data) => {
          typing.begin();
          onChange(data.value);
        }}
      />
    </Field>
  );
};
