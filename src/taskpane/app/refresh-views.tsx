/** The views of a refresh, which are loaded when there is something to show. */
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import type { RefreshChoice } from '../../office/storage/refresh-settings';
import type { Startup } from '../../office/storage/startup';
import type * as views from '../features/refresh/refresh-views';
import type { PaneWorkbook } from './notices';

type RefreshViews = Pick<typeof views, 'RefreshReport' | 'RefreshSettings' | 'StartupChoice'> & {
  readonly refreshChoice: RefreshChoice;
};

/** Loads the views. Rejects when the add-in's server can't be reached. */
export type LoadRefreshViews = () => Promise<RefreshViews>;

const useViews = (load: LoadRefreshViews, wanted: boolean): RefreshViews | undefined => {
  const [loaded, setLoaded] = useState<RefreshViews>();
  useEffect(() => {
    // Without them the refresh goes on; the next one tries to load them again.
    if (wanted && loaded === undefined) load().then(setLoaded, () => undefined);
  }, [load, wanted, loaded]);
  return loaded;
};

interface PartProps {
  readonly load: LoadRefreshViews;
  readonly workbook: PaneWorkbook;
}

/** How far a refresh is, and what it has come to. */
export const RefreshProgress = ({
  load,
  workbook,
  onGoTo,
}: PartProps & { readonly onGoTo: (address: string) => void }): ReactNode => {
  const { status, cancelRefresh } = workbook;
  const latest = useSyncExternalStore(status.subscribe, status.get);
  const isShown = latest.kind === 'running' || latest.kind === 'refreshed';
  const loaded = useViews(load, isShown);
  if (loaded === undefined || !isShown) return null;
  const { RefreshReport } = loaded;
  return (
    <RefreshReport
      status={latest}
      onCancel={cancelRefresh}
      onGoTo={onGoTo}
      onDismiss={() => status.set({ kind: 'none' })}
    />
  );
};

/** What the workbook does by itself: when it refreshes, and whether the add-in starts with it. */
export const WorkbookChoices = ({ load, workbook, startup }: PartProps & { readonly startup: Startup }): ReactNode => {
  const loaded = useViews(load, true);
  if (loaded === undefined) return null;
  const { RefreshSettings, StartupChoice, refreshChoice } = loaded;
  return (
    <>
      <RefreshSettings choice={refreshChoice} onAskAgain={() => void workbook.refresh('everything')} />
      <StartupChoice startup={startup} />
    </>
  );
};
