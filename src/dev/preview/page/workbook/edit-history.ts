import type { Command, Model } from '@odoo/o-spreadsheet';
import { UIPlugin } from '@odoo/o-spreadsheet';
import * as v from 'valibot';

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
    return this.#plugin?.canRedo ?? false;
  }

  undo(): void {
    const edits = this.#plugin?.takeBack() ?? 1;
    for (let at = 0; at < edits; at += 1) this.#model.dispatch('REQUEST_UNDO');
  }

  redo(): void {
    const edits = this.#plugin?.doAgain() ?? 0;
    for (let at = 0; at < edits; at += 1) this.#model.dispatch('REQUEST_REDO');
  }

  /** Runs a program of the add-in's: all that it writes is one step, as in Excel what one `context.sync()` writes. */
  asOneStep<Value>(run: () => Value): Value {
    const plugin = this.#plugin;
    plugin?.begin();
    try {
      return run();
    } finally {
      plugin?.end();
    }
  }

  get #plugin(): EditHistoryPlugin | undefined {
    return plugins.get(this.#model.getters);
  }
}

const togetherCommand = 'PREVIEW_TOGETHER';

/** Runs several edits as one of the engine, which computes once for all of them. What they read is as it was before. */
export function editTogether(model: Model, run: () => void): void {
  // A command of our own plugin, which the engine's union of commands cannot know.
  const dispatch = v.parse(v.function(), model.dispatch);
  dispatch(togetherCommand, { run });
}

/** Keeps for {@link EditHistory} which of the engine's edits are one step, done and undone. */
export class EditHistoryPlugin extends UIPlugin {
  readonly #done: number[] = [];
  #undone: number[] = [];
  /** How many edits the program that runs has made; undefined outside of programs. */
  #ofProgram: number | undefined;

  constructor(config: PluginConfig) {
    super(config);
    plugins.set(config.getters, this);
    config.session.on('new-local-state-update', this, () => {
      this.#undone = [];
      if (this.#ofProgram === undefined || this.#ofProgram === 0) this.#done.push(1);
      else this.#done.push((this.#done.pop() ?? 0) + 1);
      if (this.#ofProgram !== undefined) this.#ofProgram += 1;
    });
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  begin(): void {
    this.#ofProgram = 0;
  }

  end(): void {
    this.#ofProgram = undefined;
  }

  /** The edits of the latest step, which is undone now. */
  takeBack(): number {
    const edits = this.#done.pop() ?? 1;
    this.#undone.push(edits);
    return edits;
  }

  /** The edits of the step that was undone last, which is done again now; 0 where there is none. */
  doAgain(): number {
    const edits = this.#undone.pop();
    if (edits !== undefined) this.#done.push(edits);
    return edits ?? 0;
  }

  override handle(command: Command | { readonly type: typeof togetherCommand; readonly run: () => void }): void {
    if (command.type === togetherCommand) command.run();
  }
}
