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
    return (plugins.get(this.#model.getters)?.undone ?? 0) > 0;
  }

  undo(): void {
    this.#model.dispatch('REQUEST_UNDO');
  }

  redo(): void {
    if (this.canRedo) this.#model.dispatch('REQUEST_REDO');
  }
}

/** Counts for {@link EditHistory} what has been undone and not done again. */
export class EditHistoryPlugin extends UIPlugin {
  undone = 0;

  constructor(config: PluginConfig) {
    super(config);
    plugins.set(config.getters, this);
    config.session.on('new-local-state-update', this, () => {
      this.undone = 0;
    });
  }

  override handle(command: Command): void {
    if (command.type === 'REQUEST_UNDO') this.undone += 1;
    if (command.type === 'REQUEST_REDO') this.undone = Math.max(0, this.undone - 1);
  }
}
