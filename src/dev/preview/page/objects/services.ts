import * as v from 'valibot';
import { invocationResults } from '../functions/results';
import { checked } from './arguments';
import type { Book } from './book';
import type { HostObject } from './define';
import { defineType, UnknownMember } from './define';

const runtimeState = v.picklist(['Inactive', 'Background', 'Visible']);

/** What office.js's half of the custom functions calls. */
const customFunctions = defineType<Book>('CustomFunctions', {
  call: {
    _GetEnabledFeatures: () => [2],
    _SetOsfControlContainerReadyForCustomFunctions: ({ functions }) => functions.ready(),
    SetInvocationArrayResults: ({ functions }, results) =>
      functions.settle(checked(invocationResults, results, 'results')),
  },
});

/** Behind `Office.addin.showAsTaskpane` and `hide`. */
const appRuntime = defineType<Book>('AppRuntimeService', {
  call: {
    GetAppRuntimeState: ({ pane }) => (pane.visible ? 'Visible' : 'Background'),
    SetAppRuntimeState: ({ pane }, state) => {
      if (checked(runtimeState, state, 'appRuntimeState') === 'Visible') pane.show();
      else pane.hide();
    },
  },
});

/** Behind `Office.addin.setStartupBehavior`. */
const appRuntimePersistence = defineType<Book>('AppRuntimePersistenceService', {
  call: {
    GetAppRuntimeStartState: ({ pane }) => (pane.loadsWithDocument ? 'Background' : 'Inactive'),
    SetAppRuntimeStartState: ({ pane }, state) => {
      pane.loadsWithDocument = checked(runtimeState, state, 'appRuntimeState') !== 'Inactive';
    },
  },
});

/** Tells that ribbon commands can be told; they are, from the registration for their event on. */
const addinInternal = defineType<Book>('AddinInternalService', { call: { NotifyActionHandlerReady: () => null } });

const known: Readonly<Record<string, (book: Book) => HostObject>> = {
  'Microsoft.ExcelServices.CustomFunctions': customFunctions,
  'Microsoft.InternalService.AddinInternalService': addinInternal,
  'Microsoft.AppRuntime.AppRuntimeService': appRuntime,
  'Microsoft.AppRuntime.AppRuntimePersistenceService': appRuntimePersistence,
};

/** A service by the name that office.js asks for. @throws {UnknownMember} for any other. */
export function services(book: Book, name: string): HostObject {
  const service = known[name];
  if (!service) throw new UnknownMember(`the service ${name}`);
  return service(book);
}
