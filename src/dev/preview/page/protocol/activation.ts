import type { Habits } from '../objects/book';
import type { Manifest } from './manifest';

/** The sets of Excel's API that the preview stands in for. Members beyond them are refused by office.js itself. */
const requirementSets = {
  ExcelApi: '1.20',
  AddinCommands: '1.3',
  CustomFunctions: '1.8',
  CustomFunctionsRuntime: '1.4',
  DialogApi: '1.2',
  DialogOrigin: '1.1',
  IdentityAPI: '1.3',
  RibbonApi: '1.1',
  SharedRuntime: '1.2',
  SharedRuntimeInternal: '1.2',
  Settings: '1.1',
};

/** ExcelWebApp among office.js's AppName numbers. */
const excelOnTheWeb = 16;
const taskPane = 2;
const hidden = 1;

/** What an opening of the add-in's page needs to know of its host. */
export interface Opening {
  readonly conversationId: string;
  readonly manifest: Manifest;
  /** The preview's own origin. */
  readonly hostOrigin: string;
}

/**
 * The name of the add-in's frame: office.js reads its host from it. The last field of `hostInfo` is a bit set: 1 shared runtime,
 * 2 custom functions.
 */
export function frameName({ conversationId, manifest, hostOrigin }: Opening): string {
  const flags = 1 | (manifest.functionsUrl ? 2 : 0);
  return JSON.stringify({
    baseFrameName: conversationId,
    hostInfo: `Excel$Web$16.00$en-US$${crypto.randomUUID()}$$$${flags}`,
    xdmInfo: `${conversationId}|${manifest.id}|${hostOrigin}`,
    serializerVersion: 1,
    flights: '[]',
  });
}

/** The answer to `ContextActivationManager_getAppContextAsync`. */
export function appContext(
  { manifest, hostOrigin }: Opening,
  settings: ReadonlyMap<string, string>,
  paneVisible: boolean,
  habits: Pick<Habits, 'withoutFormats'>,
): Readonly<Record<string, unknown>> {
  return {
    _id: manifest.id,
    _appName: excelOnTheWeb,
    _appVersion: '16.01',
    _hostFullVersion: '16.0.19000.42000',
    _appUILocale: 'en-US',
    _dataLocale: 'en-US',
    _docUrl: `${hostOrigin}/Book.xlsx`,
    _clientMode: 0,
    _reason: 'documentOpened',
    _settings: [...settings],
    _requirementMatrix: JSON.stringify({
      ...requirementSets,
      ...(habits.withoutFormats ? { CustomFunctionsRuntime: '1.3' } : {}),
    }),
    _appDomains: manifest.appDomains,
    _addinName: manifest.displayName,
    _initialDisplayMode: paneVisible ? taskPane : hidden,
  };
}
