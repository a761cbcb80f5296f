import { makeStyles, tokens } from '@fluentui/react-components';
import { lazy, type ReactNode, Suspense } from 'react';
import type { Instant } from '../../../core/domain/instant';
import type { Queries } from '../../../office/queries/metrics-query';
import type { RelayClient } from '../../../office/relay/client';
import type { ExplainedFormula } from './explain-change';

/** What is needed to look behind a value. */
export interface DrillProps {
  readonly formula: ExplainedFormula;
  readonly queries: Pick<Queries, 'ask'>;
  readonly relay: Pick<RelayClient, 'locales' | 'intents'>;
  readonly now: Instant;
}

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
