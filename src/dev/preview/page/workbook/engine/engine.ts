import type { Command } from '@odoo/o-spreadsheet';
import { Model, registries, UIPlugin } from '@odoo/o-spreadsheet';
import * as v from 'valibot';
import type { Caller } from '../../functions/calls';
import { EditHistoryPlugin } from '../edit-history';
import { FileFormatsPlugin } from '../file-formats';
import { typedFormulas } from './typed-formulas';

/** What a write puts into one cell: its text as typed, its number format, or both. */
export interface CellWrite extends Caller {
  readonly content?: string;
  readonly format?: string;
}

/** Hears of every cell whose content was written, before the engine computes. */
export type OnEdit = (cell: Caller) => void;

const writeCommand = 'PREVIEW_WRITE';

/** Excel's errors that the engine has no use for itself; a value that is not registered would be a text. */
const excelErrors = ['#BUSY!', '#VALUE!', '#REF!', '#CONNECT!', '#CALC!'];

/**
 * Makes the engine's model of a workbook.
 * @param data o-spreadsheet's workbook data.
 */
export function createModel(data: unknown, onEdit: OnEdit): Model {
  for (const error of excelErrors) registries.errorTypes.add(error);
  registries.featurePluginRegistry
    .replace('preview', EditPlugin)
    .replace('preview-history', EditHistoryPlugin)
    .replace('preview-file-formats', FileFormatsPlugin);
  return new Model(data, { custom: { onEdit } });
}

/** Writes many cells as one command: the engine computes once. */
export function writeCells(model: Model, cells: readonly CellWrite[]): void {
  // A command of our own plugin, which the engine's union of commands cannot know.
  const dispatch = v.parse(v.function(), model.dispatch);
  const entered = cells.map((cell) =>
    cell.content === undefined ? cell : { ...cell, content: typedFormulas(model).enter(cell, cell.content) },
  );
  dispatch(writeCommand, { cells: entered });
}

class EditPlugin extends UIPlugin {
  readonly #onEdit: OnEdit;

  constructor(config: ConstructorParameters<typeof UIPlugin>[0]) {
    super(config);
    this.#onEdit = v.parse(v.function(), config.custom['onEdit']);
  }

  override handle(
    command: Command | { readonly type: typeof writeCommand; readonly cells: readonly CellWrite[] },
  ): void {
    if (command.type === writeCommand)
      for (const cell of command.cells) {
        const isRefused = !this.dispatch('UPDATE_CELL', cell).isSuccessful;
        // The engine refuses what would change nothing; in Excel that enters a formula again.
        if (isRefused && cell.content !== undefined) this.#onEdit(cell);
      }
    // Undo enters again what was there before.
    else if (command.type === 'UNDO' || command.type === 'REDO') command.commands.forEach((one) => this.#tell(one));
    else this.#tell(command);
  }

  #tell(command: Command): void {
    if (command.type === 'UPDATE_CELL' && command.content !== undefined)
      this.#onEdit({ sheetId: command.sheetId, row: command.row, col: command.col });
  }
}
