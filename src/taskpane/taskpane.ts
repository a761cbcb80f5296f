/** The pane's part of the shared runtime: nothing of it is loaded before somebody looks at the pane. */
import { whenPaneShows, whenReady } from '../office/host';

const show = async (): Promise<void> => {
  const element = document.getElementById('pane');
  if (element === null) return;
  const { mountPane } = await import('./pane');
  mountPane(element);
};

void whenReady().then(() => whenPaneShows(() => void show()));
