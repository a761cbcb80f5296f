import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Choice } from './use-combo-box';

export interface PopupProps<C extends Choice> {
  /** Id of the list; the choices' ids follow from it. */
  readonly id: string;
  readonly labelledBy: string | undefined;
  readonly choices: readonly C[];
  readonly active: number;
  readonly chosen: readonly string[];
  readonly multiple: boolean;
  readonly side?: 'start' | 'end' | undefined;
  readonly onChoose: (choice: C) => void;
  readonly draw: (choice: C) => ReactNode;
  /** Stands below the choices. */
  readonly status: ReactNode;
}

export const choiceId = (list: string, index: number): string => `${list}-${index}`;

const useStyles = makeStyles({
  popup: {
    position: 'absolute',
    insetInlineStart: 0,
    // As wide as its field, and wide enough for names below a short one.
    width: 'max(100%, min(308px, 100vw - 32px))',
    boxSizing: 'border-box',
    top: 'calc(100% + 2px)',
    zIndex: 3,
    scrollMarginBlock: '8px',
    borderRadius: tokens.borderRadiusMedium,
    // Seen in high contrast, which has no shadows.
    border: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStroke}`,
    boxShadow: tokens.shadow16,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  atEnd: { insetInlineStart: 'auto', insetInlineEnd: 0 },
  list: { maxHeight: 'min(360px, 55vh)', overflowY: 'auto', padding: tokens.spacingVerticalXS },
  group: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXXS}`,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  choice: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    minHeight: '24px',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  several: { gridTemplateColumns: '16px minmax(0, 1fr)' },
  active: {
    backgroundColor: tokens.colorNeutralBackground1Hover,
    outline: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStrokeAccessible}`,
    outlineOffset: '-1px',
    '@media (forced-colors: active)': { outline: `${tokens.strokeWidthThick} solid Highlight` },
  },
  disabled: { cursor: 'not-allowed', color: tokens.colorNeutralForegroundDisabled },
  mark: { display: 'grid', placeItems: 'center', width: '16px', height: '16px', fontSize: '14px' },
  box: {
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusSmall,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStrokeAccessible}`,
    fontSize: '12px',
  },
  checked: {
    color: tokens.colorNeutralForegroundInverted,
    backgroundColor: tokens.colorCompoundBrandBackground,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorCompoundBrandBackground}`,
  },
});

interface RowProps<C extends Choice> extends PopupProps<C> {
  readonly choice: C;
  readonly index: number;
}

const Row = <C extends Choice>(props: RowProps<C>): ReactNode => {
  const { id, choice, index, active, chosen, multiple, onChoose, draw } = props;
  const styles = useStyles();
  const isChosen = chosen.includes(choice.value);
  return (
    <div
      role="option"
      id={choiceId(id, index)}
      aria-selected={isChosen}
      aria-disabled={choice.disabled === true}
      className={mergeClasses(
        styles.choice,
        multiple && styles.several,
        index === active && styles.active,
        choice.disabled === true && styles.disabled,
      )}
      onClick={() => onChoose(choice)}
    >
      {multiple ? (
        <span aria-hidden className={mergeClasses(styles.mark, styles.box, isChosen && styles.checked)}>
          {isChosen ? <CheckmarkRegular /> : null}
        </span>
      ) : null}
      {draw(choice)}
      {isChosen && !multiple ? <CheckmarkRegular className={styles.mark} /> : null}
    </div>
  );
};

interface Group<C extends Choice> {
  readonly name: string | undefined;
  readonly rows: { readonly choice: C; readonly index: number }[];
}

const groupsOf = <C extends Choice>(choices: readonly C[]): readonly Group<C>[] => {
  const groups: Group<C>[] = [];
  choices.forEach((choice, index) => {
    const last = groups.at(-1);
    if (last !== undefined && last.name === choice.group) last.rows.push({ choice, index });
    else groups.push({ name: choice.group, rows: [{ choice, index }] });
  });
  return groups;
};

/** The list below a combo box. */
export const Popup = <C extends Choice>(props: PopupProps<C>): ReactNode => {
  const { id, labelledBy, choices, active, multiple, side, status } = props;
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const empty = choices.length === 0;
  // Choices that come later make it higher.
  useEffect(() => {
    root.current?.scrollIntoView({ block: 'nearest' });
  }, [empty]);
  useEffect(() => {
    document.getElementById(choiceId(id, active))?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    // Pressing must not take the focus out of the field.
    <div
      ref={root}
      role="presentation"
      className={mergeClasses(styles.popup, side === 'end' && styles.atEnd)}
      onMouseDown={(event) => event.preventDefault()}
    >
      {empty ? null : (
        <div
          role="listbox"
          id={id}
          className={styles.list}
          aria-labelledby={labelledBy}
          aria-multiselectable={multiple}
        >
          {groupsOf(choices).map(({ name, rows }) => {
            const drawn = rows.map((row) => <Row key={row.choice.value} {...props} {...row} />);
            if (name === undefined) return drawn;
            return (
              <div key={name} role="group" aria-label={name}>
                <div className={styles.group} aria-hidden>
                  {name}
                </div>
                {drawn}
              </div>
            );
          })}
        </div>
      )}
      {status}
    </div>
  );
};
