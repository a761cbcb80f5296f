import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { type ReactNode, useId } from 'react';

export interface DisclosureProps {
  readonly label: string;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  readonly children: ReactNode;
}

const useStyles = makeStyles({
  button: { alignSelf: 'flex-start', marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})` },
});

/** A button that shows and hides what belongs to it. */
export const Disclosure = ({ label, open, onToggle, children }: DisclosureProps): ReactNode => {
  const styles = useStyles();
  const id = useId();
  return (
    <>
      <Button
        className={styles.button}
        appearance="subtle"
        size="small"
        icon={open ? <ChevronDownRegular /> : <ChevronRightRegular />}
        aria-expanded={open}
        {...(open ? { 'aria-controls': id } : {})}
        onClick={() => onToggle(!open)}
      >
        {label}
      </Button>
      {open ? <div id={id}>{children}</div> : null}
    </>
  );
};
