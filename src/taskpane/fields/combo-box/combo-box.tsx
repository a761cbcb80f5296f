import { Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { type FocusEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { problemProps } from '../../ui/message-bar';
import { choiceId, Popup } from './popup';
import { type Choice, type ComboBoxOptions, useComboBox } from './use-combo-box';

export interface ComboBoxProps<C extends Choice> extends Omit<ComboBoxOptions<C>, 'multiple'> {
  readonly label: string;
  /** The field's text when it isn't being edited. */
  readonly text: string;
  readonly multiple?: boolean;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly problem?: string | undefined;
  /** Stands below the choices. */
  readonly status?: ReactNode;
  /** How a choice looks; by default its label. */
  readonly draw?: (choice: C) => ReactNode;
  readonly onLeave?: () => void;
  /** The end of the field at which a list that is wider stays. Default: start. */
  readonly side?: 'start' | 'end' | undefined;
}

const useStyles = makeStyles({
  root: { position: 'relative' },
  input: { minWidth: 0, width: '100%' },
  field: { textOverflow: 'ellipsis' },
  chevron: { display: 'grid', fontSize: '20px', cursor: 'pointer' },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', fontSize: tokens.fontSizeBase300 },
});

const Label = ({ text }: { text: string }): ReactNode => (
  <span className={useStyles().label} dir="auto">
    {text}
  </span>
);

/** The text that starts a search, in a field that shows the choice. */
const added = (shown: string, next: string): string => {
  if (next.startsWith(shown)) return next.slice(shown.length);
  return shown.startsWith(next) ? '' : next;
};

/**
 * A field in which one searches and chooses, or types by hand.
 *
 * Fluent's own Combobox (9.74) was tried in its place: the pane grew from 192.9 to 227.6 KB with gzip, over its budget of
 * 195, as it brings a positioning engine and a focus manager. Opening the list and leaving by Tab chose its first skill,
 * Enter took away a metric that was chosen already, the arrow keys stopped at skills without metrics, and a list with
 * several choices was a menu to screen readers.
 */
export const ComboBox = <C extends Choice>(props: ComboBoxProps<C>): ReactNode => {
  const { label, text, multiple = false, required = false, placeholder, hint, problem, chosen, status } = props;
  const styles = useStyles();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const box = useComboBox({ ...props, multiple });
  const { open, choices, active } = box;
  const leave = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void => {
    if (currentTarget.contains(relatedTarget)) return;
    box.leave();
    props.onLeave?.();
  };
  const isTyping = box.typed !== undefined;
  // What names the one choice is replaced by typing.
  const selectAll = (): void => {
    if (!multiple) input.current?.select();
  };
  useEffect(() => {
    if (!multiple && !isTyping && document.activeElement === input.current) input.current?.select();
  }, [multiple, isTyping, text]);
  const type = (next: string): void => box.type(props.onText === undefined && !isTyping ? added(text, next) : next);
  const toggle = (event: MouseEvent): void => {
    event.preventDefault();
    input.current?.focus();
    if (open) box.hide();
    else box.show();
  };
  return (
    <Field
      label={label}
      required={required}
      {...(hint === undefined ? {} : { hint })}
      {...problemProps(isTyping ? undefined : problem)}
    >
      {(field) => (
        <div role="presentation" className={styles.root} onBlur={leave}>
          <Input
            {...field}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={open && choices.length > 0}
            {...(open && choices.length > 0 ? { 'aria-controls': list } : {})}
            {...(choices[active] === undefined ? {} : { 'aria-activedescendant': choiceId(list, active) })}
            className={styles.input}
            input={{ ref: input, className: styles.field, dir: 'auto' }}
            value={box.typed ?? text}
            autoComplete="off"
            spellCheck={false}
            {...(placeholder === undefined ? {} : { placeholder })}
            contentAfter={
              <span className={styles.chevron} aria-hidden onMouseDown={toggle}>
                <ChevronDownRegular />
              </span>
            }
            onFocus={selectAll}
            onClick={() => {
              if (!open) selectAll();
              box.show();
            }}
            onKeyDown={box.onKeyDown}
            onChange={(_, data) => type(data.value)}
          />
          {open && (choices.length > 0 || status !== undefined) ? (
            <Popup
              id={list}
              labelledBy={field['aria-labelledby']}
              choices={choices}
              active={active}
              chosen={chosen}
              multiple={multiple}
              side={props.side}
              onChoose={box.choose}
              draw={props.draw ?? ((choice) => <Label text={choice.label} />)}
              status={status}
            />
          ) : null}
        </div>
      )}
    </Field>
  );
};
