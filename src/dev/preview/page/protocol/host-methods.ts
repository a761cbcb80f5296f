import * as v from 'valibot';
import { UnknownMember } from '../objects/define';
import type { HostRequest } from './envelope';
import type { TokenAnswer } from './identity';
import type { QueryAnswer, QueryRoots } from './query';
import { processQuery } from './query';
import type { QueryBody } from './query-body';
import { queryBody } from './query-body';

/** What the host's methods move. */
export interface HostMethods {
  /** The answer to the activation; see appContext. */
  readonly activate: () => unknown;
  readonly roots: QueryRoots;
  /** Runs a program whose writes are one step of undo. */
  readonly asOneStep: <Value>(run: () => Value) => Value;
  /** The add-in's settings in the document (`Office.context.document.settings`). */
  readonly documentSettings: Map<string, string>;
  /** Whether somebody types in a cell. */
  readonly typing: () => boolean;
  readonly closePane: () => void;
  readonly openWindow: (url: string) => void;
  /** Answers `Office.auth.getAccessToken`. */
  readonly accessToken: (data: unknown) => Promise<TokenAnswer>;
  /** A ribbon command called `event.completed()`, or could not be run. */
  readonly commandDone: (id: string, status: number) => void;
  /** A key press of the add-in gave the focus back. */
  readonly focusGrid: () => void;
  readonly report: (problem: string) => void;
}

const notification = v.tupleWithRest([v.unknown(), v.number()], v.unknown());
const method = v.object({ DdaMethod: v.object({ DispatchId: v.number() }) });
const openWindow = v.object({ strUrl: v.string() });
const richApi = v.object({
  ArrayData: v.tupleWithRest([v.unknown(), v.string(), v.string(), v.unknown(), v.string()], v.unknown()),
});
const saveSettings = v.object({
  DdaSettingsMethod: v.object({ Properties: v.array(v.tuple([v.string(), v.string()])) }),
});
const commandDone = v.object({ 0: v.string(), 1: v.number() });

/** Calls of office.js, by name. `undefined` answers nothing, for those that want no answer; a promise answers later. */
export function serveRequest(host: HostMethods, request: HostRequest): unknown {
  switch (request._actionName) {
    case 'ContextActivationManager_getAppContextAsync':
      return host.activate();
    case 'ContextActivationManager_notifyHost':
      notify(host, v.parse(notification, request._data)[1]);
      return undefined;
    case 'ContextActivationManager_openWindowInHost':
      host.openWindow(v.parse(openWindow, request._data).strUrl);
      return undefined;
    case 'executeMethod':
      return execute(host, request._data);
    default:
      throw new UnknownMember(`the call ${request._actionName}`);
  }
}

/** What office.js tells of the focus and of itself (its AgaveHostAction): nothing to do but to hand the focus back. */
const focusLeaves = new Set([5, 6, 13, 14, 15, 16, 17, 18]);
const harmless = new Set([0, 1, 10, 19, 20, 21, 23, 35, 38, 39]);

function notify(host: HostMethods, action: number): void {
  if (focusLeaves.has(action)) host.focusGrid();
  else if (!harmless.has(action)) throw new UnknownMember(`the notification ${action}`);
}

/** Calls by office.js's DispatchId. */
function execute(host: HostMethods, data: unknown): Readonly<Record<string, unknown>> | Promise<TokenAnswer> {
  const { DispatchId } = v.parse(method, data).DdaMethod;
  switch (DispatchId) {
    case 75:
      return { ...done, Settings: [...host.documentSettings].map(([Name, Value]) => ({ Name, Value })) };
    case 76:
      return replaceSettings(host.documentSettings, data);
    case 93:
      return runProgram(host, data);
    case 94: {
      const { 0: id, 1: status } = v.parse(commandDone, data);
      host.commandDone(id, status);
      return done;
    }
    case 97:
      host.closePane();
      return done;
    case 98:
      return host.accessToken(data);
    default:
      throw new UnknownMember(`the method with DispatchId ${DispatchId}`);
  }
}

function replaceSettings(settings: Map<string, string>, data: unknown): Readonly<Record<string, unknown>> {
  settings.clear();
  for (const [key, value] of v.parse(saveSettings, data).DdaSettingsMethod.Properties) settings.set(key, value);
  return done;
}

function runProgram(host: HostMethods, data: unknown): Readonly<Record<string, unknown>> {
  const [, , path, , body] = v.parse(richApi, data).ArrayData;
  if (path !== 'ProcessQuery') throw new UnknownMember(`the request ${path}`);
  if (body.length > largestRequest) {
    host.report(
      `The add-in sent ${(body.length / 1e6).toFixed(1)} MB at once; Excel on the web takes 5 MB. A cell stays at #BUSY!.`,
    );
    return { Version: 1, Error: requestTooLarge };
  }
  const program = v.parse(queryBody, JSON.parse(body));
  const answer =
    host.typing() && concernsWorkbook(program)
      ? refusedWhileTyping
      : host.asOneStep(() => processQuery(program, host.roots, (error) => host.report(error.message)));
  return { ...done, Data: [200, [], JSON.stringify(answer)] };
}

/** Services, among them the results of custom functions, go on; the workbook does not. */
const concernsWorkbook = ({ ObjectPaths }: QueryBody): boolean =>
  !Object.values(ObjectPaths).some(({ ObjectPathType }) => ObjectPathType === 2);

/** The whole request is refused, and nothing of it done (https://github.com/OfficeDev/office-js/issues/3323). */
const refusedWhileTyping: QueryAnswer = {
  Results: [],
  TraceIds: [],
  Error: {
    Code: 'InvalidOperationInCellEditMode',
    Message:
      'Excel is in cell-editing mode. Please exit the edit mode by pressing ENTER or TAB or selecting another cell, and then try again.',
    ActionIndex: 0,
    HttpStatusCode: 400,
  },
};

/**
 * Excel on the web refuses larger requests; office.js then tries the results of custom functions again, in vain, so that their
 * cells stay at #BUSY! (https://github.com/OfficeDev/office-js/issues/2786).
 */
const largestRequest = 5_000_000;
const requestTooLarge = 5_103;

const done = { Version: 1, Error: 0 };
