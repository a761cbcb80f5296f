import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { TableSelectRangeRegular } from '@fluentui/react-icons/svg/table-select-range';
import { type ReactNode, useContext, useEffect, useRef } from 'react';
import { addressFrom } from '../../../core/formula/cell-address';
import type { ArgumentName } from '../../model/form';
import { type Bindings, BindingsContext } from './bindings';
import { ReferenceField } from './reference-field';
import { contentText } from './resolved-form';

export interface BindableProps {
  readonly argument: ArgumentName;
  /** The label of the field. */
  readonly label: string;
  readonly required?: boolean;
  readonly problem?: string | undefined;
  /** What is in the cells, in other words than theirs. */
  readonly meaning?: string | undefined;
  /** There is a problem, and it is said elsewhere. */
  readonly wrong?: boolean;
  /** The field that takes a value. */
  readonly children: ReactNode;
}

const useStyles = makeStyles({
  root: {
    position: 'relative',
    minWidth: 0,
    // Hidden until the field is hovered or focused. On touch screens it stays visible.
    '@media (hover: hover)': {
      '& > button:last-child': { opacity: 0 },
      '&:hover > button:last-child, &:focus-within > button:last-child': { opacity: 1 },
    },
  },
  pick: {
    position: 'absolute',
    top: `calc(-1 * ${tokens.spacingVerticalXXS})`,
    insetInlineEnd: 0,
    color: tokens.colorNeutralForeground3,
  },
});

const textOf = ({ bound, picking, sheet }: Bindings, name: ArgumentName): string => {
  if (picking?.name === name) return picking.address;
  const one = bound[name];
  if (one === undefined) return '';
  return one.kind === 'reference' ? addressFrom(one, sheet) : `=${one.text}`;
};

const hintOf = ({ bound, contents }: Bindings, name: ArgumentName): string => {
  if (bound[name]?.kind === 'expression') return "Excel calculates this; the pane can't.";
  if (!contents.has(name)) return '';
  const content = contents.get(name);
  return content === undefined ? "These cells can't be read." : contentText(content);
};

/** Moves the focus to what follows: to the button after a cancelled pick, to the field after the cell is given up. */
const useFocusAfter = (isBound: boolean, isPicking: boolean) => {
  const root = useRef<HTMLDivElement>(null);
  const before = useRef({ isBound, isPicking });
  useEffect(() => {
    const was = before.current;
    before.current = { isBound, isPicking };
    if (isBound || isPicking || root.current?.ownerDocument.activeElement !== document.body) return;
    if (was.isPicking) root.current.querySelector<HTMLElement>(':scope > button')?.focus();
    else if (was.isBound) root.current.querySelector<HTMLElement>('input, select')?.focus();
  }, [isBound, isPicking]);
  return root;
};

/** Lets a field be taken from cells in place of a value. */
export const Bindable = (props: BindableProps): ReactNode => {
  const { argument, label, required = false, problem, wrong = false, meaning, children } = props;
  const styles = useStyles();
  const bindings = useContext(BindingsContext);
  const isBound = bindings?.bound[argument] !== undefined;
  const isPicking = bindings?.picking?.name === argument;
  const root = useFocusAfter(isBound, isPicking);
  if (bindings === undefined) return children;
  return (
    <div ref={root} className={styles.root}>
      {isBound || isPicking ? (
        <ReferenceField
          label={label}
          text={textOf(bindings, argument)}
          picking={isPicking}
          hint={meaning ?? hintOf(bindings, argument)}
          problem={problem}
          wrong={wrong}
          required={required}
          onType={(text) => bindings.onType(argument, text)}
          onLeave={() => bindings.onLeave(argument)}
          onTake={bindings.onTake}
          onCancel={bindings.onCancel}
          onFree={() => bindings.onFree(argument)}
        />
      ) : (
        children
      )}
      {isPicking ? null : (
        <Button
          className={styles.pick}
          appearance="subtle"
          size="small"
          icon={<TableSelectRangeRegular />}
          aria-label={`Pick ${label} from the sheet`}
          title="Pick from the sheet"
          onClick={() => bindings.onPick(argument)}
        />
      )}
    </div>
  );
};
