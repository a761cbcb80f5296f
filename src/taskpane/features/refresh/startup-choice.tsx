import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import type { Startup } from '../../../office/storage/startup';

const useStyles = makeStyles({
  part: { display: 'grid', gap: tokens.spacingVerticalS, justifyItems: 'start' },
});

/** Whether the add-in starts with this workbook, for a person to change; nothing where it holds none of the add-in's formulas. */
export const StartupChoice = ({ startup }: { startup: Startup }): ReactNode => {
  const styles = useStyles();
  useEffect(() => void startup.read(), [startup]);
  const state = useSyncExternalStore(
    (listener) => startup.subscribe(listener),
    () => startup.state(),
  );
  if (state !== 'marked' && state !== 'unwanted') return null;
  const marked = state === 'marked';
  return (
    <div className={styles.part}>
      <Caption1>
        {marked
          ? "The add-in starts with this workbook. People who don't have it see an add-in error when they open the file."
          : 'The add-in does not start with this workbook. Its cells update once you open this pane.'}
      </Caption1>
      <Button size="small" onClick={() => void startup.choose(!marked)}>
        {marked ? "Don't start with this workbook" : 'Start with this workbook'}
      </Button>
    </div>
  );
};
