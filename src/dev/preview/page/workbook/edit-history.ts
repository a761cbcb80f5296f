import type { Command, Model } from '@odoo/o-spreadsheet';
import { UIPlugin } from '@odoo/o-spreadsheet';

type PluginConfig = ConstructorParameters<typeof UIPlugin>[0];

const plugins = new WeakMap<object, EditHistoryPlugin>();

/**
 * Undo and redo of one workbook: of what people type and, as in Excel on the web, of what the add-in's programs write
 * (https://learn.microsoft.com/office/dev/add-ins/excel/excel-add-ins-undo-capabilities). What formulas come to is no step.
 */
export class EditHistory {
  readonly #model: Model;

  constructor(model: Model) {
    this.#model = model;
  }

  get canUndo(): boolean {
    return this.#model.getters.canUndo();
  }

  /** The engine would repeat the last edit where nothing has been undone; Excel on the web does not. */
  get canRedo(): boolean {
    return (this.#plugin?.undone.length ?? 0) > 0;
  }

  undo(): void {
    const edits = this.#plugin?.done.at(-1) ?? 1;
    for (let edit = 0; edit < edits; edit += 1) this.#model.dispatch('REQUEST_UNDO');
    this.#plugin?.undone.push(edits);
  }

  redo(): void {
    const edits = this.#plugin?.undone.pop();
    if (edits === undefined) return;
    for (let edit = 0; edit < edits; edit += 1) this.#model.dispatch('REQUEST_REDO');
    this.#plugin?.done.push(edits);
  }

  /**
   * Makes one step of all edits in `run`. The local copy of office.js drops `mergeUndoGroup`, so that every program of one
   * request is taken for a group.
   */
  asOneStep<Value>(run: () => Value): Value {
    return this.#plugin ? this.#plugin.asOneStep(run) : run();
  }

  get #plugin(): EditHistoryPlugin | undefined {
    return plugins.get(this.#model.getters);
  }
}

/** Keeps for {@link EditHistory} of how many of the engine's edits each step is made. */
export class EditHistoryPlugin extends UIPlugin {
  /** Steps that can be undone, the latest last. Edits that were there before the workbook was opened are none. */
  readonly done: number[] = [];
  /** Steps that were undone and can be done again. */
  undone: number[] = [];
  #group: number | undefined;

  constructor(config: PluginConfig) {
    super(config);
    plugins.set(config.getters, this);
    config.session.on('new-local-state-update', this, () => {
      this.undone = [];
      if (this.#group === undefined) this.done.push(1);
      else this.#group += 1;
    });
  }

  asOneStep<Value>(run: () => Value): Value {
    if (this.#group !== undefined) return run();
    this.#group = 0;
    try {
      return run();
    } finally {
      if (this.#group > 0) this.done.push(this.#group);
      this.#group = undefined;
    }
  }

  override handle(command: Command): void {
    if (command.type !== 'REQUEST_UNDO') return;
    const edits = this.done.pop() ?? 1;
    if (edits > 1) this.done.push(edits - 1);
  }
}
