import { chartObject, type FakeChart, newChart } from './fake-chart';

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

/** A defined name, of the workbook or of a sheet. */
export interface FakeName {
  readonly name: string;
  formula: string;
  comment?: string;
  visible?: boolean;
}

const namesObject = (items: FakeName[]): object => {
  const names = {
    items,
    load: () => names,
    getItem: (name: string) => items.find((one) => one.name === name),
    add: (name: string) => {
      const item = { name, formula: '' };
      items.push(item);
      return item;
    },
  };
  return names;
};

interface Area {
  readonly sheet: FakeSheet;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** Of each cell, in points. */
const cell = { width: 48, height: 15 };

const letters = (column: number): string => String.fromCharCode(65 + column);
const shown = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const cellName = (row: number, column: number): string => `${letters(column)}${row + 1}`;

/** The area of an address such as `B2` or `B2:C3`; all of the sheet without one. */
const areaAt = (sheet: FakeSheet, address?: string): Area => {
  if (address === undefined) return { sheet, row: 0, column: 0, ...sheet.size };
  const [, left, top, right = left, bottom = top] = /^([A-Z])(\d+)(?::([A-Z])(\d+))?$/.exec(address) ?? [];
  if (left === undefined || right === undefined) throw Object.assign(new Error(address), { code: 'InvalidArgument' });
  const [row, column] = [Number(top) - 1, left.charCodeAt(0) - 65];
  return { sheet, row, column, rows: Number(bottom) - row, columns: right.charCodeAt(0) - 64 - column };
};

class FakeRange {
  readonly #area: Area | undefined;
  readonly #book: FakeExcel;
  readonly #wanted = new Set<string>();
  readonly #ready = new Set<string>();
  #formulas: unknown[][] = [];

  constructor(book: FakeExcel, area: Area | undefined) {
    this.#book = book;
    this.#area = area;
  }

  /** What was wanted is there. What a request writes comes after what it has loaded before. */
  #arrive(): void {
    if (this.#wanted.has('formulas') && this.#area !== undefined)
      this.#formulas = this.#cells((cell) => cell?.formula ?? '');
    for (const name of this.#wanted) this.#ready.add(name);
    this.#wanted.clear();
  }

  get area(): Area {
    if (this.#area === undefined) throw new Error('null object');
    return this.#area;
  }

  load(names: string): this {
    if (this.#wanted.size === 0) this.#book.onSync(() => this.#arrive());
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
    const { sheet, row, column, rows, columns } = this.area;
    const end = rows * columns === 1 ? '' : `:${cellName(row + rows - 1, column + columns - 1)}`;
    return this.#read('address', () => `${sheet.name}!${cellName(row, column)}${end}`);
  }

  get rowIndex(): number {
    return this.#read('rowIndex', () => this.area.row);
  }

  get columnIndex(): number {
    return this.#read('columnIndex', () => this.area.column);
  }

  get worksheet(): object {
    return this.#book.sheetObject(this.area.sheet);
  }

  get text(): string[][] {
    return this.#read('text', () => this.#cells((cell) => shown(cell?.value)));
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
    this.#book.reads.push(this.area.rows * this.area.columns);
    return this.#read('formulas', () => this.#formulas);
  }

  set formulas(rows: unknown[][]) {
    const { sheet, row, column } = this.area;
    this.#book.atSync(() => {
      this.#book.entered.push(`${sheet.name}!${cellName(row, column)}`);
      sheet.cells.set(`${row},${column}`, { formula: rows[0]?.[0], value: '#BUSY!', error: true });
    });
  }

  get values(): unknown[][] {
    return this.#read('values', () => this.#cells((cell) => cell?.value ?? ''));
  }

  set values(rows: unknown[][]) {
    const { sheet, row, column } = this.area;
    this.#book.atSync(() => {
      this.#book.writes.push(rows.length);
      for (const [down, cells] of rows.entries())
        for (const [right, value] of cells.entries())
          sheet.cells.set(`${row + down},${column + right}`, { formula: value, value });
    });
  }

  get valueTypes(): string[][] {
    return this.#read('valueTypes', () => this.#cells((cell) => (cell?.error === true ? 'Error' : 'Double')));
  }

  get numberFormat(): string[][] {
    const { sheet, row, column, rows, columns } = this.area;
    return this.#read('numberFormat', () =>
      Array.from({ length: rows }, (_, down) =>
        Array.from(
          { length: columns },
          (__, right) => sheet.formats.get(`${row + down},${column + right}`) ?? 'General',
        ),
      ),
    );
  }

  set numberFormat(format: string | string[][]) {
    if (typeof format !== 'string') throw new Error('one format for all cells');
    const { sheet, row, column, rows, columns } = this.area;
    this.#book.atSync(() => {
      for (let down = 0; down < rows; down += 1)
        for (let right = 0; right < columns; right += 1) sheet.formats.set(`${row + down},${column + right}`, format);
    });
  }

  /** In points. */
  get left(): number {
    return this.area.column * cell.width;
  }

  get top(): number {
    return this.area.row * cell.height;
  }

  get width(): number {
    return this.area.columns * cell.width;
  }

  get height(): number {
    return this.area.rows * cell.height;
  }

  get format(): object {
    const { sheet, row, column, rows, columns } = this.area;
    const keys = Array.from({ length: rows * columns }, (_, index) => {
      return `${row + Math.floor(index / columns)},${column + (index % columns)}`;
    });
    const book = this.#book;
    return {
      load: () => undefined,
      columnWidth: cell.width,
      horizontalAlignment: 'General',
      autofitColumns: () => book.atSync(() => sheet.fitted.push(cellName(row, column))),
      font: {
        load: () => undefined,
        get bold(): boolean | null {
          const bold = keys.filter((key) => sheet.bold.has(key)).length;
          return bold === keys.length ? true : bold === 0 ? false : null;
        },
        set bold(_: boolean | null) {
          book.atSync(() => {
            for (const key of keys) sheet.bold.add(key);
          });
        },
      },
    };
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

  getAbsoluteResizedRange(rows: number, columns: number): FakeRange {
    return this.#part(0, 0, rows, columns);
  }

  getUsedRangeOrNullObject(): FakeRange {
    return new FakeRange(this.#book, this.area.sheet.used(this.area));
  }

  getSpillParentOrNullObject(): FakeRange {
    const { sheet, row, column } = this.area;
    const anchor = [...sheet.spills].find(([at, [rows, columns]]) => {
      const [top = 0, left = 0] = at.split(',').map(Number);
      return row >= top && row < top + rows && column >= left && column < left + columns;
    })?.[0];
    const [top = 0, left = 0] = (anchor ?? '').split(',').map(Number);
    const area = { sheet, row: top, column: left, rows: 1, columns: 1 };
    return new FakeRange(this.#book, anchor === undefined ? undefined : area);
  }

  /** Tables that reach into the range; the fake keeps them by their addresses. */
  getTables(): { readonly items: readonly string[]; load(): { readonly items: readonly string[] } } {
    const { sheet, row, column, rows, columns } = this.area;
    const items = sheet.tables.filter((address) => {
      const table = areaAt(sheet, address);
      const inRows = table.row < row + rows && row < table.row + table.rows;
      return inRows && table.column < column + columns && column < table.column + table.columns;
    });
    return { items, load: () => ({ items }) };
  }

  select(): void {
    this.#book.active = this.area;
  }

  getSpillingToRange(): FakeRange {
    return this.getSpillingToRangeOrNullObject();
  }

  getSpillingToRangeOrNullObject(): FakeRange {
    const { sheet, row, column } = this.area;
    const spill = sheet.spills.get(`${row},${column}`);
    return new FakeRange(
      this.#book,
      spill === undefined ? undefined : { sheet, row, column, rows: spill[0], columns: spill[1] },
    );
  }

  #eachCell(): string[] {
    const { sheet, row, column, rows } = this.area;
    return Array.from({ length: rows }, (_, down) => `${sheet.name}!${letters(column)}${row + down + 1}`);
  }

  setDirty(): void {
    this.#book.atSync(() => this.#book.dirty.push(...this.#eachCell()));
  }

  calculate(): void {
    this.#book.atSync(() =>
      this.#book.calculated.push(...this.#eachCell().filter((cell) => this.#book.dirty.includes(cell))),
    );
  }
}

export class FakeSheet {
  readonly cells = new Map<string, FakeCell>();
  readonly formats = new Map<string, string>();
  readonly spills = new Map<string, readonly [number, number]>();
  readonly tables: string[] = [];
  readonly names: FakeName[] = [];
  readonly charts: FakeChart[] = [];
  readonly bold = new Set<string>();
  /** Where columns were fitted. */
  readonly fitted: string[] = [];
  size = { rows: 1_048_576, columns: 26 };
  isProtected = false;

  constructor(readonly name: string) {}

  put(row: number, column: number, cell: FakeCell): this {
    this.cells.set(`${row},${column}`, cell);
    return this;
  }

  /** Cells with content, spilled ones among them. */
  #filled(): [number, number][] {
    const spilled = [...this.spills].flatMap(([anchor, [rows, columns]]) => {
      const [row = 0, column = 0] = anchor.split(',').map(Number);
      return [
        [row, column],
        [row + rows - 1, column + columns - 1],
      ];
    });
    const own = [...this.cells.keys()].map((key) => key.split(',').map(Number));
    return [...own, ...spilled].map(([row = 0, column = 0]) => [row, column]);
  }

  used(withDeadline: Omit<Area, 'sheet'> = { row: 0, column: 0, ...this.size }): Area | undefined {
    const inside = this.#filled().filter(
      ([row, column]) =>
        row >= withDeadline.row &&
        row < withDeadline.row + withDeadline.rows &&
        column >= withDeadline.column &&
        column < withDeadline.column + withDeadline.columns,
    );
    if (inside.length === 0) return undefined;
    const [rows, columns] = [inside.map(([row]) => row), inside.map(([, column]) => column)];
    const [row, column] = [Math.min(...rows), Math.min(...columns)];
    return {
      sheet: this,
      row,
      column,
      rows: Math.max(...rows) - row + 1,
      columns: Math.max(...columns) - column + 1,
    };
  }
}

export class FakeExcel {
  readonly dirty: string[] = [];
  /** Cells that were calculated after they had been marked, and formulas that were entered. */
  readonly calculated: string[] = [];
  readonly entered: string[] = [];
  /** The workbook's own names. */
  readonly names: FakeName[] = [];
  /** How each batch was run. */
  readonly runs: Excel.RunOptions[] = [];
  /** Cells of each read of formulas. */
  readonly reads: number[] = [];
  /** Rows of each write of values. */
  readonly writes: number[] = [];
  /** Whoever hears of edits. */
  readonly onChanged = new Set<() => Promise<void>>();
  /** Calculations of all open workbooks. */
  calculations = 0;
  /** Excel's error for each request; nothing of what it holds is done then. */
  refuses: { code: string } | undefined;
  active: { sheet: FakeSheet; row: number; column: number; rows: number; columns: number };
  readonly #onSync: (() => void)[] = [];

  constructor(readonly sheets: readonly [FakeSheet, ...FakeSheet[]]) {
    this.active = { sheet: sheets[0], row: 0, column: 0, rows: 1, columns: 1 };
  }

  /** What the next request does, as office.js gathers it. */
  #program: (() => unknown)[] = [];

  atSync(act: () => unknown): void {
    this.#program.push(act);
  }

  onSync(run: () => void): void {
    this.#onSync.push(run);
  }

  sheetObject(sheet: FakeSheet): object {
    const range = (area: Area | undefined): FakeRange => new FakeRange(this, area);
    const nameOf = (source: FakeRange): string => {
      const { row, column, rows, columns } = source.area;
      return `${cellName(row, column)}:${cellName(row + rows - 1, column + columns - 1)}`;
    };
    return {
      name: sheet.name,
      names: namesObject(sheet.names),
      load: () => undefined,
      protection: { load: () => undefined, protected: sheet.isProtected },
      activate: () => (this.active = { ...this.active, sheet }),
      getUsedRangeOrNullObject: () => range(sheet.used()),
      getRange: (address?: string) => range(areaAt(sheet, address)),
      getRangeByIndexes: (row: number, column: number, rows: number, columns: number) =>
        range({ sheet, row, column, rows, columns }),
      tables: { add: (source: FakeRange) => this.atSync(() => sheet.tables.push(nameOf(source))) },
      getUsedRange: () => range(sheet.used()),
      charts: this.#chartsOf(sheet, (source) => (source instanceof FakeRange ? nameOf(source) : '')),
    };
  }

  #chartsOf(sheet: FakeSheet, nameOf: (range: unknown) => string): object {
    const atSync = (act: () => void): void => this.atSync(act);
    return {
      load: () => undefined,
      items: sheet.charts,
      getItemOrNullObject: (name: string) => {
        const chart = sheet.charts.find((one) => one.name === name);
        return chart === undefined ? { isNullObject: true, load: () => undefined } : chartObject(chart, atSync, nameOf);
      },
      add: (type: string, source: unknown, by: string) => {
        const chart = newChart(type, nameOf(source), by);
        this.atSync(() => sheet.charts.push(chart));
        return chartObject(chart, atSync, nameOf);
      },
    };
  }

  /** Makes this the workbook that `Excel.run` reaches. */
  install(): void {
    const sheetOf = (sheet: FakeSheet): object => this.sheetObject(sheet);
    const selected = (): FakeRange => new FakeRange(this, this.active);
    const find = (name: string): FakeSheet => {
      const sheet = this.sheets.find((one) => one.name === name);
      if (sheet === undefined) throw Object.assign(new Error('no such sheet'), { code: 'ItemNotFound' });
      return sheet;
    };
    const sync = (): Promise<void> => {
      for (const run of this.#onSync.splice(0)) run();
      const program = this.#program.splice(0);
      if (this.refuses !== undefined) return Promise.reject(Object.assign(new Error(this.refuses.code), this.refuses));
      for (const act of program) act();
      return Promise.resolve();
    };
    const workbook = {
      names: namesObject(this.names),
      application: { calculate: () => this.atSync(() => (this.calculations += 1)) },
      getActiveCell: () => selected().getCell(0, 0),
      getSelectedRange: selected,
      worksheets: {
        load: () => undefined,
        items: this.sheets.map(sheetOf),
        getItem: (name: string) => sheetOf(find(name)),
        getItemOrNullObject: (name: string) => {
          const sheet = this.sheets.find((one) => one.name === name);
          return { isNullObject: sheet === undefined, ...(sheet ? sheetOf(sheet) : { load: () => undefined }) };
        },
        getActiveWorksheet: () => sheetOf(this.active.sheet),
        onChanged: {
          add: (hear: () => Promise<void>) => {
            this.atSync(() => this.onChanged.add(hear));
            return { remove: () => this.onChanged.delete(hear), context: { sync } };
          },
        },
      },
    };
    type Batch = (context: object) => Promise<unknown>;
    const run = async (...call: readonly [Batch] | readonly [Excel.RunOptions, Batch]): Promise<unknown> => {
      const [options, batch] = call.length === 1 ? [{}, call[0]] : call;
      this.runs.push(options);
      return batch({ workbook, sync });
    };
    // An Excel of before most sets, unless a test says otherwise.
    const given: unknown = Reflect.get(globalThis, 'Office');
    const context = { requirements: { isSetSupported: () => false } };
    Object.assign(globalThis, { Excel: { run }, Office: Object.assign({ context }, given) });
  }
}
