import type { Problems } from './chrome/banner';
import { addToContextMenu } from './chrome/context-menu';
import { drawRibbon } from './chrome/ribbon';
import { TaskPane } from './chrome/task-pane';
import { Calls } from './functions/calls';
import { fetchFunctionMetadata } from './functions/fetch-metadata';
import type { FunctionMetadata } from './functions/metadata';
import { FunctionTransport } from './functions/transport';
import type { RibbonButton } from './manifest';
import { readManifest } from './manifest';
import type { Book, Habits } from './objects/book';
import { rootsOf } from './objects/workbook';
import { blankWorkbook, preparedSelection, preparedWorkbook } from './prepared-workbook';
import { appContext } from './protocol/activation';
import type { Serve } from './protocol/conversation';
import { Conversation } from './protocol/conversation';
import { eventEntry } from './protocol/events';
import type { HostMethods } from './protocol/host-methods';
import { serveRequest } from './protocol/host-methods';
import { readSavedWorkbook } from './saved-workbook';
import { createHandle } from './test-handle';
import { registerFunctions } from './workbook/custom-functions';
import type { OnEdit } from './workbook/engine';
import { createModel } from './workbook/engine';
import { mountGrid } from './workbook/mount';
import { Recalculation } from './workbook/recalculation';
import { objectNotes } from './workbook/object-notes';
import { typedFormulas } from './workbook/typed-formulas';
import type { Tell } from './workbook/watch';
import { watchWorkbook } from './workbook/watch';

/** The page's places. */
export interface Places {
  readonly ribbon: HTMLElement;
  readonly grid: HTMLElement;
  readonly pane: HTMLElement;
}

/**
 * Loads the add-in that the preview's server names, and opens a workbook with it. `?workbook=blank` opens an empty one, and
 * `?workbook=saved` the one that `window.preview.save()` has saved; with `&addin=late`, before the add-in is there.
 * `?formats=none` plays an Excel of before data types, where numbers that functions give have no formats.
 */
export async function startPreviewPage(places: Places, problems: Problems): Promise<void> {
  const manifest = readManifest(await load('/manifest.xml'));
  const metadata = manifest.functionsUrl ? await installFunctions(manifest.functionsUrl, problems) : undefined;
  const opening = { conversationId: crypto.randomUUID(), manifest, hostOrigin: location.origin };
  const serve: { request?: Serve } = {};
  const pane = new TaskPane(places.pane, (visible) => {
    tell('visibilityChanged', '', { visibility: visible ? 'Visible' : 'Hidden' });
  });
  const conversation = new Conversation(
    pane.frame,
    opening.conversationId,
    new URL(manifest.taskPaneUrl).origin,
    (request) => serve.request?.(request),
    problems.report,
  );
  const tell: Tell = (name, target, message) => {
    conversation.tellIfRegistered('richApiMessage', { ArrayData: [eventEntry(name, target, message)] });
  };
  const transport = new FunctionTransport((entries) => conversation.tell('richApiMessage', { ArrayData: entries }));
  const calls = new Calls(transport);
  if (metadata) registerFunctions(metadata, manifest.namespace, calls);
  const withoutFormats = asked('formats') === 'none';
  const habits: Habits = { typing: false, swallowed: 0, dates1904: countsFrom1904(), withoutFormats };
  const { model, recalculation } = openWorkbook(calls, habits, tell, () => {
    conversation.tellIfRegistered('documentSelectionChanged', {});
  });
  const book: Book = {
    model,
    recalculation,
    name: 'Book.xlsx',
    settings: new Map(),
    functions: {
      ready: () => transport.ready((id) => model.getters.getSheetName(id)),
      settle: (results) => recalculation.evaluate(calls.settle(results)),
    },
    pane,
    habits,
  };
  const documentSettings = new Map<string, string>();
  const host: HostMethods = {
    activate: () => {
      pane.answered();
      return appContext(opening, documentSettings, pane.visible, habits);
    },
    roots: rootsOf(book),
    documentSettings,
    typing: () => habits.typing,
    closePane: () => pane.hide(),
    openWindow: (url) => void window.open(url, '_blank', 'noopener'),
    commandDone: (id, status) => {
      if (status !== 0) problems.report(`The command ${id} did not run: office.js answers ${status}.`);
    },
    focusGrid: () => places.grid.querySelector<HTMLElement>('.o-grid')?.focus(),
    report: problems.report,
  };
  serve.request = (request) => serveRequest(host, request);
  const onPress = (button: RibbonButton): void => press(button, pane, conversation);
  drawRibbon(places.ribbon, manifest, onPress);
  addToContextMenu(manifest, onPress);
  await mountGrid(model, places.grid, problems.report);
  pane.open(opening);
  window.preview = createHandle(book, calls, problems.all);
}

function openWorkbook(
  calls: Calls,
  habits: Habits,
  tell: Tell,
  onSelection: () => void,
): Pick<Book, 'model' | 'recalculation'> {
  const listeners: OnEdit[] = [];
  // What is left of the window beside the pane, the row headers, the columns before the chart, and a margin.
  const free = window.innerWidth - 340 - 48 - 300 - 48;
  const saved = asked('workbook') === 'saved' ? readSavedWorkbook() : undefined;
  if (saved) calls.open(saved.calls, asked('addin') === 'late');
  const data = opensBlank() ? blankWorkbook() : preparedWorkbook(Math.max(320, Math.min(640, free)));
  const model = createModel(saved?.data ?? data, (cell) => {
    for (const listener of listeners) listener(cell);
  });
  if (saved) {
    typedFormulas(model).open(saved.formulas);
    objectNotes(model).open(saved.notes);
  }
  // The grid has no size yet: scrolling would go too far.
  if (!saved && !opensBlank()) model.selection.selectZone(preparedSelection, { scrollIntoView: false });
  const recalculation = new Recalculation(model, calls, () => habits.swallowed);
  listeners.push((cell) => recalculation.edited(cell), watchWorkbook(model, tell, onSelection));
  return { model, recalculation };
}

const asked = (name: string): string | null => new URLSearchParams(location.search).get(name);
const opensBlank = (): boolean => asked('workbook') === 'blank';
const countsFrom1904 = (): boolean => asked('dates') === '1904';

/** A press of a ribbon button. Commands carry an id that comes back when they are done. */
function press({ id, action }: RibbonButton, pane: TaskPane, conversation: Conversation): void {
  if (action.kind === 'show-task-pane') pane.show();
  else
    conversation.tell('appCommandInvoked', {
      0: `${id}:${crypto.randomUUID()}`,
      1: action.functionName,
      2: JSON.stringify({ source: { id } }),
    });
}

/** An add-in whose functions do not install still has its pane; its formulas say #NAME?, as in Excel. */
async function installFunctions(url: string, problems: Problems): Promise<FunctionMetadata | undefined> {
  try {
    return await fetchFunctionMetadata(url);
  } catch (error) {
    problems.report(
      `The add-in's functions were not installed. ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

async function load(path: string): Promise<string> {
  const response = await fetch(path);
  if (response.ok) return response.text();
  throw new Error(`The preview's server could not load ${path}: ${await response.text()}`);
}
