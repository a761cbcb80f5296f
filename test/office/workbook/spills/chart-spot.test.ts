import { describe, expect, it } from 'vitest';
import { chartSpot, type ChartSurroundings, overlap } from '../../../../src/office/workbook/spills/chart-spot';

const size = { width: 400, height: 200 };
const spill = { left: 0, top: 30, width: 100, height: 400 };
const around = (more: Partial<ChartSurroundings> = {}): ChartSurroundings => ({
  spill,
  filled: spill,
  charts: [],
  isFreeBeside: true,
  ...more,
});

describe('a chart', () => {
  it('is right of the cells, or below if series are rows', () => {
    expect(chartSpot(around(), size, 'columns')).toEqual({ left: 112, top: 30 });
    expect(chartSpot(around(), size, 'rows')).toEqual({ left: 0, top: 442 });
  });

  it('is right of all filled cells if something is in its way', () => {
    const filled = { left: 0, top: 0, width: 700, height: 900 };
    expect(chartSpot(around({ filled, isFreeBeside: false }), size, 'columns')).toEqual({ left: 712, top: 30 });
    expect(chartSpot(around({ filled, isFreeBeside: false }), size, 'rows')).toEqual({ left: 0, top: 912 });
  });

  it('is beside another chart', () => {
    const charts = [{ left: 112, top: 100, width: 300, height: 50 }];
    expect(chartSpot(around({ charts }), size, 'columns')).toEqual({ left: 424, top: 30 });
  });
});

it('boxes that only touch do not overlap', () => {
  expect(overlap(spill, { left: 100, top: 0, width: 10, height: 500 })).toBe(false);
  expect(overlap(spill, { left: 99, top: 0, width: 10, height: 500 })).toBe(true);
});
