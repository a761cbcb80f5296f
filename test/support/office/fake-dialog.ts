/** Office's dialog API, as far as a sign-in sees it. */
export interface FakeDialogs {
  readonly ui: Pick<Office.UI, 'displayDialogAsync'>;
  readonly urls: string[];
  /** Whether the window is open. */
  isOpen(): boolean;
  /** Excel could not open the window. */
  refuseWith?: number;
  message(text: string, origin?: string): void;
  event(code: number): void;
}

type Handler = (args: { message: string; origin: string | undefined } | { error: number }) => void;

/** Installs the two enumerations that office.js defines. */
export const installOfficeEnums = (): void => {
  Object.assign(globalThis, {
    Office: {
      AsyncResultStatus: { Succeeded: 'succeeded', Failed: 'failed' },
      EventType: { DialogMessageReceived: 'dialogMessageReceived', DialogEventReceived: 'dialogEventReceived' },
    },
  });
};

export const createFakeDialogs = (ownOrigin: string): FakeDialogs => {
  const handlers = new Map<string, Handler>();
  let open = false;
  const urls: string[] = [];
  const dialog = {
    close: () => {
      open = false;
    },
    addEventHandler: (type: Office.EventType, handler: Handler) => void handlers.set(String(type), handler),
    messageChild: () => undefined,
    sendMessage: () => undefined,
  };
  const fake: FakeDialogs = {
    ui: {
      displayDialogAsync: (
        url: string,
        options: object = {},
        callback?: (result: Office.AsyncResult<Office.Dialog>) => void,
      ) => {
        // As office.js does.
        if ('callback' in options)
          throw new Error('Callback cannot be specified both in argument list and in options.');
        Object.assign(options, { callback });
        urls.push(url);
        const code = fake.refuseWith;
        open = code === undefined;
        callback?.({
          status: open ? Office.AsyncResultStatus.Succeeded : Office.AsyncResultStatus.Failed,
          error: { code: code ?? 0, message: '', name: '' },
          value: dialog,
          asyncContext: undefined,
          diagnostics: undefined,
        });
      },
    },
    urls,
    isOpen: () => open,
    message: (message, origin = ownOrigin) => handlers.get('dialogMessageReceived')?.({ message, origin }),
    event: (error) => {
      open = false;
      handlers.get('dialogEventReceived')?.({ error });
    },
  };
  return fake;
};
