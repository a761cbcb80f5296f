/**
 * Reads the numbers of an .xls file, which alone of LibreOffice's formats holds them bit for bit; all others have 15 digits.
 * Microsoft's [MS-CFB] and [MS-XLS] describe the format.
 */
export interface XlsNumber {
  readonly value: number;
  /** The number format, such as `#,##0`. */
  readonly format: string;
}

/** The numbers of each sheet, by addresses such as `B2`. */
export type XlsSheets = ReadonlyMap<string, ReadonlyMap<string, XlsNumber>>;

/** Formats that a file does not write out. */
const builtIn: Readonly<Record<number, string>> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
};

const recordTypes = {
  boundSheet: 0x85,
  format: 0x041e,
  extendedFormat: 0xe0,
  number: 0x0203,
  rk: 0x027e,
  multipleRk: 0xbd,
  formula: 0x06,
  endOfFile: 0x0a,
} as const;

export const readXls = (file: Buffer): XlsSheets => {
  const stream = workbookStream(file);
  const formats = new Map(Object.entries(builtIn).map(([id, code]) => [Number(id), code]));
  const formatOfCell: number[] = [];
  const starts: { readonly name: string; readonly at: number }[] = [];
  for (const { type, data } of records(stream, 0)) {
    if (type === recordTypes.format) formats.set(data.readUInt16LE(0), textOf(data, 2, 2));
    if (type === recordTypes.extendedFormat) formatOfCell.push(data.readUInt16LE(2));
    if (type === recordTypes.boundSheet) starts.push({ name: textOf(data, 6, 1), at: data.readUInt32LE(0) });
  }
  // LibreOffice writes "-" as "\-".
  const formatOf = (cell: number): string => (formats.get(formatOfCell[cell] ?? -1) ?? 'unknown').replaceAll('\\', '');
  return new Map(
    starts.map(({ name, at }) => [
      name,
      new Map(
        records(stream, at)
          .flatMap(numbersIn)
          .map(({ row, column, cell, value }) => [addressOf(row, column), { value, format: formatOf(cell) }]),
      ),
    ]),
  );
};

interface Found {
  readonly row: number;
  readonly column: number;
  readonly cell: number;
  readonly value: number;
}

const numbersIn = ({ type, data }: BiffRecord): Found[] => {
  const place = () => ({ row: data.readUInt16LE(0), column: data.readUInt16LE(2), cell: data.readUInt16LE(4) });
  if (type === recordTypes.number) return [{ ...place(), value: data.readDoubleLE(6) }];
  if (type === recordTypes.rk) return [{ ...place(), value: rkValue(data.readUInt32LE(6)) }];
  // What a formula has come to is no number where it ends so.
  if (type === recordTypes.formula && data.readUInt16LE(12) !== 0xffff)
    return [{ ...place(), value: data.readDoubleLE(6) }];
  if (type !== recordTypes.multipleRk) return [];
  const [row, first] = [data.readUInt16LE(0), data.readUInt16LE(2)];
  return Array.from({ length: (data.length - 6) / 6 }, (_, at) => ({
    row,
    column: first + at,
    cell: data.readUInt16LE(4 + 6 * at),
    value: rkValue(data.readUInt32LE(6 + 6 * at)),
  }));
};

/** A short form of a number: 30 bits of an integer or of a double's beginning, perhaps times 100. */
const rkValue = (bits: number): number => {
  const double = Buffer.alloc(8);
  double.writeUInt32LE((bits & ~3) >>> 0, 4);
  const value = bits & 2 ? (bits | 0) >> 2 : double.readDoubleLE(0);
  return bits & 1 ? value / 100 : value;
};

interface BiffRecord {
  readonly type: number;
  readonly data: Buffer;
}

/** The records from a place on until the end of their part. */
const records = (stream: Buffer, from: number): BiffRecord[] => {
  const found: BiffRecord[] = [];
  for (let at = from; at + 4 <= stream.length;) {
    const [type, length] = [stream.readUInt16LE(at), stream.readUInt16LE(at + 2)];
    if (type === recordTypes.endOfFile) break;
    found.push({ type, data: stream.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return found;
};

/** A text whose length is a number of so many bytes, behind which a flag says whether a letter has one byte or two. */
const textOf = (data: Buffer, at: number, lengthBytes: 1 | 2): string => {
  const length = data.readUIntLE(at, lengthBytes);
  const start = at + lengthBytes + 1;
  return data.readUInt8(start - 1) & 1
    ? data.toString('utf16le', start, start + 2 * length)
    : data.toString('latin1', start, start + length);
};

const addressOf = (row: number, column: number): string => {
  const letters = (index: number): string =>
    (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
  return `${letters(column)}${row + 1}`;
};

/** The stream "Workbook" of a compound file. Streams under 4 KB lie elsewhere; LibreOffice's are larger. */
const workbookStream = (file: Buffer): Buffer => {
  const sectorSize = 2 ** file.readUInt16LE(30);
  const sector = (at: number): Buffer => file.subarray((at + 1) * sectorSize, (at + 2) * sectorSize);
  const tables = Array.from({ length: Math.min(109, file.readUInt32LE(44)) }, (_, at) =>
    sector(file.readUInt32LE(76 + 4 * at)),
  );
  const table = Buffer.concat(tables);
  const chain = (first: number): Buffer => {
    const sectors: Buffer[] = [];
    for (let at = first; at < 0xfffffffa; at = table.readUInt32LE(4 * at)) sectors.push(sector(at));
    return Buffer.concat(sectors);
  };
  const directory = chain(file.readUInt32LE(48));
  for (let at = 0; at < directory.length; at += 128) {
    const name = directory.toString('utf16le', at, at + Math.max(0, directory.readUInt16LE(at + 64) - 2));
    if (name === 'Workbook')
      return chain(directory.readUInt32LE(at + 116)).subarray(0, directory.readUInt32LE(at + 120));
  }
  throw new Error('The file has no workbook.');
};
