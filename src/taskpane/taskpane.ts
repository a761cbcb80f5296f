/** The pane's part of the shared runtime: nothing of it is loaded before somebody looks at the pane. */
import { whenPaneShows, whenReady } from '../office/readiness';

const sayUnreachable = (element: HTMLElement): void => {
  const again = document.createElement('button');
  again.textContent = 'Try again';
  again.addEventListener('click', () => void show(element));
  element.replaceChildren('The pane could not be loaded: the add-in’s server cannot be reached. ', again);
};

const show = async (element: HTMLElement): Promise<void> => {
  try {
    const { mountPane } = await import('./pane');
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
