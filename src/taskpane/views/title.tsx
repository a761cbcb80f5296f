import { makeStyles, Text } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({ title: { margin: 0, outlineStyle: 'none', whiteSpace: 'nowrap' } });

/** The pane's heading where a form, not a message, is what counts. */
export const Title = (): ReactNode => (
  <Text size={400} weight="semibold" as="h1" tabIndex={-1} className={useStyles().title}>
    Skill metrics
  </Text>
);
