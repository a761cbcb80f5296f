import { Button, Field, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { type ReactNode, useRef, useState } from 'react';

export interface FormulaBoxProps {
  readonly formula: string;
  readonly onCopy: (text: string) => Promise<void>;
}

const useStyles = makeStyles({
  box: { position: 'relative' },
  copy: { position: 'absolute', top: `calc(-1 * ${tokens.spacingVerticalXS})`, right: 0 },
  text: {
    boxSizing: 'border-box',
    width: '100%',
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM}`,
    resize: 'none',
    // As high as its text; `rows` guesses where a browser cannot.
    fieldSizing: 'content',
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

const said = { not: 'Copy', done: 'Copied', refused: 'Press Ctrl+C' };

/** The formula, to read and to copy. */
export const FormulaBox = ({ formula, onCopy }: FormulaBoxProps): ReactNode => {
  const styles = useStyles();
  const text = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<{ formula: string; outcome: 'done' | 'refused' }>();
  const outcome = copied?.formula === formula ? copied.outcome : 'not';
  const copy = (): void => {
    onCopy(formula).then(
      () => setCopied({ formula, outcome: 'done' }),
      // Hosts may deny frames the clipboard: leave the text selected, for the keyboard's own copy.
      () => {
        text.current?.focus();
        text.current?.select();
        setCopied({ formula, outcome: 'refused' });
      },
    );
  };
  return (
    <div className={styles.box}>
      <Field label="Formula">
        {(field) => (
          <textarea
            {...field}
            ref={text}
            className={styles.text}
            readOnly
            dir="ltr"
            value={formula}
            spellCheck={false}
            rows={Math.min(6, Math.ceil(formula.length / 36) + 1)}
          />
        )}
      </Field>
      <Button
        className={styles.copy}
        appearance="subtle"
        size="small"
        icon={outcome === 'done' ? <CheckmarkRegular /> : <CopyRegular />}
        onClick={copy}
      >
        <span aria-live="polite">{said[outcome]}</span>
      </Button>
    </div>
  );
};
