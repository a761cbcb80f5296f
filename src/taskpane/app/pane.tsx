import { createRoot } from 'react-dom/client';
import { hostTheme, onHostTheme } from '../../office/excel/host';
import { editing } from '../../office/excel/run';
import { lazily } from '../../office/lib/async';
import { runtime } from '../../office/runtime';
import { pace } from '../../office/storage/pace';
import { recentSkills, recentZones } from '../../office/storage/persisted';
import { startup } from '../../office/storage/startup';
import { createOfficeCells } from '../../office/workbook/cells';
import { App } from './app';
import type { LoadRefreshViews } from './refresh-views';

const loadRefreshViews: LoadRefreshViews = () =>
  import(/* webpackChunkName: 'refresh' */ '../features/refresh/refresh-views');
import { actionViews } from './formula-actions';

const actions = actionViews(() => import(/* webpackChunkName: 'formula-actions' */ '../features/actions/action-views'));

/** Draws the pane in an element of the page, over what the shared runtime works with. */
export const mountPane = (element: HTMLElement): void => {
  const all = runtime();
  const manager = lazily(async () =>
    (await import(/* webpackChunkName: 'manager' */ './loaded/manager-entry')).composeManager(all),
  );
  const reports = lazily(async () =>
    (await import(/* webpackChunkName: 'reports' */ './loaded/reports-entry')).composeReports(),
  );
  const loadAccount = lazily(async () =>
    (await import(/* webpackChunkName: 'account' */ './loaded/account-entry')).composeAccount(all.session),
  );
  createRoot(element).render(
    <App
      session={all.session}
      cells={createOfficeCells()}
      editing={editing}
      startup={startup}
      sources={{ recentSkills, recentZones, pace, manager, reports, ...all }}
      workbook={{ ...all.workbook, status: all.refreshStatus }}
      loadRefreshViews={loadRefreshViews}
      loadAccount={loadAccount}
      actions={{ ...all.actions, ...actions, status: all.actionStatus }}
      theme={{ read: hostTheme, subscribe: onHostTheme }}
      now={Date.now}
      copy={(text) => navigator.clipboard.writeText(text)}
    />,
  );
};
