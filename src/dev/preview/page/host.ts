import 'bootstrap/dist/css/bootstrap.min.css';
import 'font-awesome/css/font-awesome.min.css';
import '@odoo/o-spreadsheet/dist/o_spreadsheet.css';
import './host.css';
import { Problems } from './chrome/banner';
import { listenToCalculationKeys } from './chrome/calculation-keys';
import { addToContextMenu } from './chrome/context-menu';
import { fileButtons } from './chrome/file-buttons';
import { historyButtons, listenToHistoryKeys } from './chrome/history-buttons';
import { drawRibbon } from './chrome/ribbon';
import { TaskPane } from './chrome/task-pane';
import { keepWhenLeft } from './files/kept-workbook';
import { openWorkbook } from './files/open-workbook';
import { openingWorkbook } from './files/opening-workbook';
import { toSaved } from './files/saved-workbook';
import { fileActions } from './files/workbook-files';
import { writeValuesXlsx, writeXlsx } from './files/xlsx/write-xlsx';
import { Calls } from './functions/calls';
import { fetchFunctionMetadata } from './functions/fetch-metadata';
import type { FunctionMetadata } from './functions/metadata';
import { Samples } from './functions/samples';
import { FunctionTransport } from './functions/transport';
import type { Book, Habits } from './objects/book';
import { rootsOf } from './objects/workbook';
import { appContext } from './protocol/activation';
import type { Serve } from './protocol/conversation';
import { Conversation } from './protocol/conversation';
import { eventEntry } from './protocol/events';
import type { HostMethods } from './protocol/host-methods';
import { serveRequest } from './protocol/host-methods';
import { createIdentity, issueToken } from './protocol/identity';
import type { RibbonButton } from './protocol/manifest';
import { readManifest } from './protocol/manifest';
import { createHandle } from './testing/test-handle';
import { EditHistory } from './workbook/edit-history';
import { registerFunctions } from './workbook/engine/custom-functions';
import { mountGrid } from './workbook/mount';
import type { Tell } from './workbook/watch';

/** The page's places. */
interface Places {
  readonly page: HTMLElement;
  /** Where the workbook's name stands. */
  readonly name: HTMLElement;
  readonly ribbon: HTMLElement;
  readonly grid: HTMLElement;
  readonly pane: HTMLElement;
}

/**
 * Loads the add-in that the preview's server names, and opens a workbook with it: the one that this tab had when it was left,
 * else the prepared one. `?workbook=prepared` and `?workbook=blank` open these in any case, and `?workbook=saved` the one that
 * `window.preview.save()` has saved; with `&addin=late`, before the add-in is there. `?formats=none` plays an Excel of before
 * data types, where numbers that functions give have no formats.
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
  const opened = openingWorkbook(asked('workbook'), sessionStorage, chartWidth());
  const { name, samples } = opened.workbook;
  const calls = new Calls(transport, new Samples(samples));
  const custom = metadata ? registerFunctions(metadata, manifest.namespace, calls) : new Set<string>();
  const withoutFormats = asked('formats') === 'none';
  const habits: Habits = {
    typing: false,
    failingWrite: undefined,
    swallowed: 0,
    datesFrom: 1900,
    withoutFormats,
    microsoft: { state: 'signed-in', refusal: undefined },
  };
  const { model, recalculation } = openWorkbook(
    opened.workbook,
    { calls, habits, tell, addInIsLate: asked('addin') === 'late' },
    () => {
      conversation.tellIfRegistered('documentSelectionChanged', {});
    },
  );
  const book: Book = {
    model,
    recalculation,
    name,
    settings: new Map(opened.workbook.settings),
    functions: {
      ready: () => transport.ready((id) => model.getters.getSheetName(id)),
      settle: (results) => recalculation.evaluate(calls.settle(results)),
    },
    pane,
    habits,
  };
  pane.loadsWithDocument = opened.workbook.startsAddIn;
  const documentSettings = new Map(opened.workbook.documentSettings);
  const saved = () => toSaved({ ...book, calls, documentSettings });
  const history = new EditHistory(model);
  const host: HostMethods = {
    activate: () => {
      pane.answered();
      return appContext(opening, documentSettings, pane.visible, habits);
    },
    roots: rootsOf(book),
    documentSettings,
    typing: () => habits.typing,
    asOneStep: (run) => history.asOneStep(run),
    closePane: () => pane.hide(),
    openWindow: (url) => void window.open(url, '_blank', 'noopener'),
    accessToken: createIdentity(habits.microsoft, issueToken),
    commandDone: (id, status) => {
      if (status !== 0) problems.report(`The command ${id} did not run: office.js answers ${status}.`);
    },
    focusGrid: () => places.grid.querySelector<HTMLElement>('.o-grid')?.focus(),
    report: problems.report,
  };
  serve.request = (request) => serveRequest(host, request);
  const onPress = (button: RibbonButton): void => press(button, pane, conversation);
  const write = () => writeXlsx(model, saved(), custom);
  const writeValues = () => writeValuesXlsx(model, custom);
  const files = fileActions({ storage: sessionStorage, custom, name, write, writeValues, tell: problems.tell });
  drawRibbon(places.ribbon, [fileButtons(files), historyButtons(model, history)], manifest, onPress);
  listenToHistoryKeys(places.page, history);
  listenToCalculationKeys(places.page, recalculation);
  addToContextMenu(manifest, onPress);
  showName(places.name, name);
  await mountGrid(model, places.grid, problems.report);
  if (opened.isKept) keepWhenLeft(saved, problems.tell);
  pane.open(opening);
  window.preview = createHandle(book, calls, saved, problems.all);
}

/** What is left of the window beside the pane, the row headers, the columns before the chart, and a margin. */
const chartWidth = (): number => Math.max(320, Math.min(640, window.innerWidth - 340 - 48 - 308 - 48));

function showName(place: HTMLElement, file: string): void {
  const name = file.replace(/\.xlsx$/i, '');
  place.textContent = name;
  document.title = `${name} – Preview`;
}

const asked = (name: string): string | null => new URLSearchParams(location.search).get(name);

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

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found;
};

const problems = new Problems(element('banner'));

try {
  await startPreviewPage(
    {
      page: document.body,
      name: element('name'),
      ribbon: element('ribbon'),
      grid: element('grid'),
      pane: element('pane'),
    },
    problems,
  );
} catch (error) {
  problems.report(error instanceof Error ? error.message : String(error));
}
