import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import type { OverallChange } from '../../../core/series/overall-change';
import { comparedWith } from '../../model/labels';
import { LiveRegion } from '../../ui/live-region';
import { Notice } from '../../ui/message-bar';
import { ProgressLine } from '../../ui/progress-line';
import { SampleTable } from './sample-table';
import type { Preview } from './use-preview';

export interface PreviewSectionProps {
  readonly preview: Preview;
  readonly onClose: () => void;
}

// Loaded with the first preview: the pane opens without the chart.
const Chart = lazy(() =>
  import('./chart').then(
    ({ Chart: Loaded }) => ({ default: Loaded }),
    // The table says the same.
    () => ({ default: () => null }),
  ),
);

const useStyles = makeStyles({
  root: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  heading: { margin: 0 },
  // Its text, not its frame, ends where the chart and the table do.
  close: { minWidth: 'auto', marginInlineEnd: `calc(-1 * ${tokens.spacingHorizontalS})` },
  space: { height: '140px' },
});

const percent = new Intl.NumberFormat('en', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

const Change = ({ comparison, share }: OverallChange): ReactNode => (
  <Text size={200}>
    <b>{percent.format(share)}</b> vs. {comparedWith[comparison]}
  </Text>
);

const Content = ({ preview }: PreviewSectionProps): ReactNode => {
  const styles = useStyles();
  switch (preview.kind) {
    case 'none':
      return null;
    case 'busy':
      return <ProgressLine progress={preview.progress} label="Preview" />;
    case 'failed':
      return <Notice failure={preview.failure} />;
    case 'ready':
      return (
        <>
          {preview.sample.rowCount < 2 ? null : (
            <Suspense fallback={<div className={styles.space} />}>
              <Chart sample={preview.sample} />
            </Suspense>
          )}
          {preview.change === undefined ? null : <Change {...preview.change} />}
          <SampleTable sample={preview.sample} />
        </>
      );
  }
};

const statusOf = ({ kind }: Preview): string =>
  ({ none: '', busy: 'Loading the preview', ready: 'The preview is ready', failed: '' })[kind];

/** The answer before it is written. */
export const PreviewSection = (props: PreviewSectionProps): ReactNode => {
  const { preview, onClose } = props;
  const styles = useStyles();
  const root = useRef<HTMLElement>(null);
  const { kind } = preview;
  useEffect(() => {
    if (kind !== 'none') root.current?.scrollIntoView({ block: 'nearest' });
  }, [kind]);
  return (
    <>
      <LiveRegion>{statusOf(preview)}</LiveRegion>
      {kind === 'none' ? null : (
        <section ref={root} className={styles.root} aria-label="Preview">
          <div className={styles.head}>
            <Text size={400} weight="semibold" as="h2" className={styles.heading}>
              Preview
            </Text>
            <Button className={styles.close} size="small" appearance="subtle" onClick={onClose}>
              {kind === 'busy' ? 'Cancel' : 'Close'}
            </Button>
          </div>
          <Content {...props} />
        </section>
      )}
    </>
  );
};
