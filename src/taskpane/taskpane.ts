/** The pane's part of the shared runtime. It loads when the pane first shows. */
import { whenPaneShows, whenReady } from '../office/excel/host';
import { logError } from '../office/lib/report-failure';
import { runtime } from '../office/runtime';

const sayUnreachable = (element: HTMLElement): void => {
  element.innerHTML =
    '<main><h1>Skill metrics</h1><p>The pane couldn’t be loaded: the add-in’s server can’t be reached.</p><button>Try again</button></main>';
  const [main] = element.children;
  if (main instanceof HTMLElement) main.style.font = '14px/1.4 system-ui';
  element.querySelector('button')?.addEventListener('click', () => void show(element));
};

const show = async (element: HTMLElement): Promise<void> => {
  try {
    const { mountPane } = await import(/* webpackChunkName: 'pane' */ './app/pane');
    mountPane(element);
  } catch {
    sayUnreachable(element);
  }
};

void whenReady().then(() =>
  whenPaneShows(() => {
    const element = document.getElementById('pane');
    if (element !== null) void show(element);
  }),
);

/**
 * Restores the session as soon as the add-in runs, so that cells saved without an answer fill. Then the workbook refreshes
 * as its settings say.
 */
const restore = async (): Promise<void> => {
  const { session, startSchedule } = runtime();
  if ((await session.bearer()) !== undefined) await session.restore();
  await startSchedule();
};

void whenReady().then(restore).catch(logError);
