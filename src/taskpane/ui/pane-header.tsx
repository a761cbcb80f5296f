import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { KeyboardEvent, ReactNode } from 'react';
import { HelpLink, type HelpTopic } from './help-link';

interface PaneHeaderProps {
  readonly heading: string;
  /** A message in place of a title: larger, and on as many lines as it takes. */
  readonly large?: boolean;
  readonly topic: HelpTopic;
  /** Buttons between the heading and the help. */
  readonly actions?: ReactNode;
  /** Stands at the end of the row. */
  readonly children?: ReactNode;
}

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXXS, minHeight: '32px' },
  top: { alignItems: 'start' },
  heading: {
    flex: '1 1 0',
    minWidth: 0,
    margin: 0,
    outlineStyle: 'none',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  large: { whiteSpace: 'normal', textWrap: 'balance' },
});

/**
 * Excel on the web moves the focus itself on Tab, from one of the elements that it counts as reachable to the next. A heading
 * isn't one of them, so that Excel would leave the pane.
 */
const leaveTabToBrowser = (event: KeyboardEvent): void => {
  if (event.key === 'Tab') event.stopPropagation();
};

/** The one row at the top of every view: its heading, which can take the focus, help, and whatever else belongs there. */
export const PaneHeader = ({ heading, large = false, topic, actions, children }: PaneHeaderProps): ReactNode => {
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.row, large && styles.top)}>
      <Text
        size={large ? 600 : 400}
        weight="semibold"
        as="h1"
        tabIndex={-1}
        onKeyDown={leaveTabToBrowser}
        title={large ? undefined : heading}
        className={mergeClasses(styles.heading, large && styles.large)}
      >
        {heading}
      </Text>
      {actions}
      <HelpLink topic={topic} />
      {children}
    </div>
  );
};

const useScreenStyles = makeStyles({
  screen: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
  },
});

/** A view of its own with a heading that can take the focus. */
export const Screen = ({ heading, children }: { heading: string; children: ReactNode }): ReactNode => (
  <main className={useScreenStyles().screen}>
    <PaneHeader heading={heading} large topic="start" />
    {children}
  </main>
);
