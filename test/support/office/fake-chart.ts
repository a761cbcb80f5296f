/** A chart of the stand-in workbook, as it is after the last request. */
export interface FakeChart {
  name: string;
  type: string;
  source: string;
  by: string;
  title: string;
  /** The cells that label each series. */
  labels: string[];
  legend: boolean;
  /** What its axis of times counts in. */
  axis: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

export const newChart = (type: string, source: string, by: string): FakeChart => ({
  name: 'Chart 1',
  type,
  source,
  by,
  title: '',
  labels: [],
  legend: true,
  axis: '',
  left: 0,
  top: 0,
  width: 360,
  height: 216,
});

type AtSync = (act: () => void) => void;

/** Excel's object for a chart: what is set happens with the next request. */
export const chartObject = (chart: FakeChart, atSync: AtSync, addressOf: (range: unknown) => string): object => {
  const set = (change: Partial<FakeChart>): void => atSync(() => Object.assign(chart, change));
  const settable = (names: readonly (keyof FakeChart)[], called: (name: string) => string = (name) => name): object =>
    Object.defineProperties(
      {},
      Object.fromEntries(
        names.map((name) => [
          called(name),
          { get: () => chart[name], set: (value: never) => set({ [name]: value }), enumerable: true },
        ]),
      ),
    );
  const own: object = settable(['name', 'left', 'top', 'width', 'height']);
  return Object.defineProperties(own, {
    ...Object.getOwnPropertyDescriptors(settable(['type'], () => 'chartType')),
    isNullObject: { value: false },
    load: { value: () => undefined },
    title: { value: settable(['title'], () => 'text') },
    legend: { value: settable(['legend'], () => 'visible') },
    displayBlanksAs: { value: '', writable: true },
    axes: {
      value: {
        categoryAxis: {
          set categoryType(type: string) {
            set({ axis: type });
          },
          set baseTimeUnit(unit: string) {
            set({ axis: unit });
          },
        },
      },
    },
    series: {
      value: {
        getItemAt: (index: number) => ({
          setXAxisValues: (range: unknown) => {
            const address = addressOf(range);
            atSync(() => (chart.labels[index] = address));
          },
        }),
      },
    },
    setData: {
      value: (range: unknown, by: string) => set({ source: addressOf(range), by, labels: [] }),
    },
  });
};
