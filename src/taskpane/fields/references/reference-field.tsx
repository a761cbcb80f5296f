import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { TableSelectRangeRegular } from '@fluentui/react-icons/svg/table-select-range';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { problemProps } from '../../ui/message-bar';

export interface ReferenceFieldProps {
  readonly label: string;
  /** The address, or with = before it a segment of formula. */
  readonly text: string;
  /** The selection in the sheet is followed. */
  readonly picking: boolean;
  /** What the cells hold, or why that is not known. */
  readonly hint: string;
  readonly problem?: string | undefined;
  readonly wrong: boolean;
  readonly required: boolean;
  readonly onType: (text: string) => void;
  readonly onLeave: () => void;
  readonly onTake: () => void;
  readonly onCancel: () => void;
  readonly onFree: () => void;
}

const useStyles = makeStyles({
  input: { minWidth: 0, width: '100%', backgroundColor: tokens.colorBrandBackground2 },
  text: { fontFamily: tokens.fontFamilyMonospace, minWidth: 0 },
  hint: { overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, paddingTop: tokens.spacingVerticalXS },
});

/** A field that is taken from cells: their address, and what they hold. */
export const ReferenceField = (props: ReferenceFieldProps): ReactNode => {
  const { label, text, picking, hint, problem, wrong, required, onType, onLeave, onTake, onCancel, onFree } = props;
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (picking) input.current?.focus();
  }, [picking]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = picking ? { Enter: onTake, Escape: onCancel }[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div role="presentation" onKeyDown={onKeyDown}>
      <Field
        label={label}
        required={required}
        hint={{ className: styles.hint, children: picking ? 'Select cells in the sheet, then press Enter.' : hint }}
        {...(wrong && !picking ? { validationState: 'error' } : problemProps(picking ? undefined : problem))}
      >
        <Input
          className={styles.input}
          input={{ ref: input, className: styles.text, dir: 'ltr' }}
          value={text}
          readOnly={picking}
          autoComplete="off"
          spellCheck={false}
          placeholder={picking ? 'B6' : 'A cell, such as B6'}
          contentBefore={<TableSelectRangeRegular aria-hidden />}
          {...(picking
            ? {}
            : {
                contentAfter: (
                  <Button
                    appearance="transparent"
                    size="small"
                    icon={<DismissRegular />}
                    aria-label={`${label}: use a value in place of the cell`}
                    title="Use a value instead of the cell"
                    onClick={onFree}
                  />
                ),
              })}
          onChange={(_, { value }) => onType(value)}
          onBlur={onLeave}
        />
      </Field>
      {picking ? (
        <div className={styles.actions}>
          <Button size="small" appearance="primary" disabledFocusable={text === ''} onClick={onTake}>
            Done
          </Button>
          <Button size="small" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      ) : null}
    </div>
  );
};
