import { describe, expect, it } from 'vitest';
import {
  invocationFlags,
  offersOf,
  readFunctionMetadata,
} from '../../../../../src/dev/preview/page/functions/metadata';
import { definition } from '../../../../support/preview/definition';

describe("functions' metadata", () => {
  it('offers the values of an enumeration, with their tooltips', () => {
    const metadata = readFunctionMetadata({
      functions: [{ id: 'F', name: 'F', parameters: [{ name: 'period', customEnumId: 'PERIOD' }, { name: 'other' }] }],
      enums: [{ id: 'PERIOD', type: 'string', values: [{ name: 'day', stringValue: 'P1D', tooltip: 'By day' }] }],
    });
    const [period, other] = metadata.functions[0]?.parameters ?? [];
    expect(period && offersOf(metadata, period)).toEqual([{ value: 'P1D', label: 'By day' }]);
    expect(other && offersOf(metadata, other)).toEqual([]);
  });

  it('tells office.js how to run a function', () => {
    expect(invocationFlags(definition({}))).toBe(0);
    expect(invocationFlags(definition({ options: { cancelable: true } }))).toBe(1);
    expect(invocationFlags(definition({ options: { stream: true }, allowErrorForDataTypeAny: true }))).toBe(6);
  });

  it('refuses anything but metadata', () => expect(() => readFunctionMetadata({ functions: [{ id: 1 }] })).toThrow());
});
