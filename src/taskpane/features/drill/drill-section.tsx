import { makeStyles, tokens } from '@fluentui/react-components';
import { lazy, type ReactNode, Suspense } from 'react';
import type { DrillProps } from './explain-change';

// Loaded with the first formula that is selected: the pane opens without it.
const DrillPanel = lazy(() =>
  import('./drill-panel').then(
    ({ DrillPanel: Loaded }) => ({ default: Loaded }),
    () => ({ default: () => null }),
  ),
);

const useStyles = makeStyles({
  root: {
    display: 'grid',
    justifyItems: 'start',
    gap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
  },
});

/** What can be asked about the values of a formula. */
export const DrillSection = (props: DrillProps): ReactNode => (
  <section className={useStyles().root} aria-label="Selected value">
    <Suspense fallback={null}>
      <DrillPanel {...props} />
    </Suspense>
  </section>
);
