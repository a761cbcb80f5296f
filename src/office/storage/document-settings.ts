import { FailureError } from '../../core/domain/failure';

/**
 * The workbook's own settings, so that a choice holds for everyone who opens it.
 * @see {@link https://learn.microsoft.com/javascript/api/office/office.settings | Office.Settings}
 */
export interface DocumentSettings {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  remove(name: string): void;
  saveAsync(done: (result: Pick<Office.AsyncResult<unknown>, 'status'>) => void): void;
}

/** The settings of the open workbook. */
export const documentSettings = (): DocumentSettings => Office.context.document.settings;

/**
 * Puts the settings into the workbook, which keeps them once it is saved.
 * @throws {FailureError} `forbidden` when Excel refuses, as in a workbook that is open for reading
 */
export const saveSettings = (settings: DocumentSettings): Promise<void> =>
  new Promise((resolve, reject) => {
    settings.saveAsync(({ status }) => {
      if (status === Office.AsyncResultStatus.Succeeded) resolve();
      else
        reject(
          new FailureError({
            code: 'forbidden',
            message: "The workbook didn't keep this setting.",
            advice: 'Open the workbook for editing, then choose again.',
          }),
        );
    });
  });
