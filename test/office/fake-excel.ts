/**
 * A workbook that behaves like Excel's where the add-in touches it: properties can be read only when they were loaded and
 * synchronised, and a formula of ours spills when the test says so.
 */
export interface FakeCell {
  formula: unknown;
  value?: unknown;
  error?: boolean;
  numberFormat?: string;
}

interface Area {
  readonly sheet: FakeSheet;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

const letters = (column: number): string => String.fromCharCode(65 + column);

class FakeRange {
  readonly #area: Area | undefined;
  readonly #book: FakeExcel;
  readonly #wanted = new Set<string>();
  readonly #ready = new Set<string>();

  constructor(book: FakeExcel, area: Area | undefined) {
    this.#book = book;
    this.#area = area;
    book.onSync(() => {
      for (const name of this.#wanted) this.#ready.add(name);
    });
  }

  get area(): Area {
    if (this.#area === undefined) throw new Error('null object');
    return this.#area;
  }

  load(names: string): this {
    for (const name of names.split(',')) this.#wanted.add(name);
    return this;
  }

  #read<T>(name: string, value: () => T): T {
    if (!this.#ready.has(name)) throw new Error(`${name} was read before it was loaded and synchronised`);
    return value();
  }

  get isNullObject(): boolean {
    if (this.#ready.size === 0) throw new Error('isNullObject was read before the range was synchronised');
    return this.#area === undefined;
  }

  get address(): string {
    const { sheet, row, column } = this.area;
    return this.#read('address', () => `${sheet.name}!${letters(column)}${row + 1}`);
  }

  get rowCount(): number {
    return this.#read('rowCount', () => this.area.rows);
  }

  get columnCount(): number {
    return this.#read('columnCount', () => this.area.columns);
  }

  #cells<T>(give: (cell: FakeCell | undefined) => T): T[][] {
    const { sheet, row, column, rows, columns } = this.area;
    return Array.from({ length: rows }, (_, down) =>
      Array.from({ length: columns }, (__, right) => give(sheet.cells.get(`${row + down},${column + right}`))),
    );
  }

  get formulas(): unknown[][] {
    return this.#read('formulas', () => this.#cells((cell) => cell?.formula ?? ''));
  }

  set formulas(rows: unknown[][]) {
    if (this.#book.refuses !== undefined) return;
    const { sheet, row, column } = this.area;
    sheet.cells.set(`${row},${column}`, { formula: rows[0]?.[0], value: '#BUSY!', error: true });
  }

  get values(): unknown[][] {
    return this.#read('values', () => this.#cells((cell) => cell?.value ?? ''));
  }

  get valueTypes(): string[][] {
    return this.#read('valueTypes', () => this.#cells((cell) => (cell?.error === true ? 'Error' : 'Double')));
  }

  set numberFormat(format: string) {
    const { sheet, row, column, rows, columns } = this.area;
    for (let down = 0; down < rows; down += 1)
      for (let right = 0; right < columns; right += 1) sheet.formats.set(`${row + down},${column + right}`, format);
  }

  get format(): { autofitColumns: () => void } {
    return { autofitColumns: () => undefined };
  }

  #part(row: number, column: number, rows: number, columns: number): FakeRange {
    if (rows < 1 || columns < 1) throw new Error('an empty range');
    const { area } = this;
    return new FakeRange(this.#book, { ...area, row: area.row + row, column: area.column + column, rows, columns });
  }

  getCell(row: number, column: number): FakeRange {
    return this.#part(row, column, 1, 1);
  }

  getResizedRange(rows: number, columns: number): FakeRange {
    return this.#part(0, 0, this.area.rows + rows, this.area.columns + columns);
  }

  getOffsetRange(rows: number, columns: number): FakeRange {
    return this.#part(rows, columns, this.area.rows, this.area.columns);
  }

  getColumn(column: number): FakeRange {
    return this.#part(0, column, this.area.rows, 1);
  }

  getRow(row: number): FakeRange {
    return this.#part(row, 0, 1, this.area.columns);
  }

  getUsedRangeOrNullObject(): FakeRange {
    const used = this.area.sheet.used();
    return new FakeRange(this.#book, used === undefined ? undefined : { ...used, ...this.area });
  }

  getSpillingToRangeOrNullObject(): FakeRange {
    const { sheet, row, column } = this.area;
    const spill = sheet.spills.get(`${row},${column}`);
    return new FakeRange(
      this.#book,
      spill === undefined ? undefined : { sheet, row, column, rows: spill[0], columns: spill[1] },
    );
  }

  setDirty(): void {
    const { sheet, row, column, rows } = this.area;
    for (let down = 0; down < rows; down += 1)
      this.#book.dirty.push(`${sheet.name}!${letters(column)}${row + down + 1}`);
  }
}

export class FakeSheet {
  readonly cells = new Map<string, FakeCell>();
  readonly formats = new Map<string, string>();
  readonly spills = new Map<string, readonly [number, number]>();

  constructor(readonly name: string) {}

  put(row: number, column: number, cell: FakeCell): this {
    this.cells.set(`${row},${column}`, cell);
    return this;
  }

  used(): Area | undefined {
    const places = [...this.cells.keys()].map((key) => key.split(',').map(Number));
    if (places.length === 0) return undefined;
    const rows = 1 + Math.max(...places.map(([row = 0]) => row));
    const columns = 1 + Math.max(...places.map(([, column = 0]) => column));
    return { sheet: this, row: 0, column: 0, rows, columns };
  }
}

export class FakeExcel {
  readonly dirty: string[] = [];
  calculations = 0;
  /** Excel's error for what is written next. */
  refuses: { code: string } | undefined;
  active: { sheet: FakeSheet; row: number; column: number; rows: number; columns: number };
  readonly #onSync: (() => void)[] = [];

  constructor(readonly sheets: readonly [FakeSheet, ...FakeSheet[]]) {
    this.active = { sheet: sheets[0], row: 0, column: 0, rows: 1, columns: 1 };
  }

  onSync(run: () => void): void {
    this.#onSync.push(run);
  }

  /** Makes this the workbook that `Excel.run` reaches. */
  install(): void {
    const usedOf = (sheet: FakeSheet): FakeRange => new FakeRange(this, sheet.used());
    const sheetOf = (sheet: FakeSheet): object => ({
      getUsedRangeOrNullObject: () => usedOf(sheet),
      getRange: (address: string) =>
        new FakeRange(this, {
          sheet,
          row: Number(address.slice(1)) - 1,
          column: address.charCodeAt(0) - 65,
          rows: 1,
          columns: 1,
        }),
    });
    const selected = (): FakeRange => new FakeRange(this, this.active);
    const find = (name: string): FakeSheet => {
      const sheet = this.sheets.find((one) => one.name === name);
      if (sheet === undefined) throw Object.assign(new Error('no such sheet'), { code: 'ItemNotFound' });
      return sheet;
    };
    const workbook = {
      application: { calculate: () => (this.calculations += 1) },
      getActiveCell: () => selected().getCell(0, 0),
      getSelectedRange: selected,
      worksheets: {
        load: () => undefined,
        items: this.sheets.map(sheetOf),
        getItem: (name: string) => sheetOf(find(name)),
        getActiveWorksheet: () => sheetOf(this.active.sheet),
      },
    };
    const sync = (): Promise<void> => {
      for (const run of this.#onSync) run();
      return this.refuses === undefined
        ? Promise.resolve()
        : Promise.reject(Object.assign(new Error(this.refuses.code), this.refuses));
    };
    const run = async (batch: (context: object) => Promise<unknown>): Promise<unknown> => batch({ workbook, sync });
    Object.assign(globalThis, { Excel: { run } });
  }
}
