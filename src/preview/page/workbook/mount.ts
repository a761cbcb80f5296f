import templates from '@odoo/o-spreadsheet/dist/o_spreadsheet.xml';
import type { Model } from '@odoo/o-spreadsheet';
import { Spreadsheet } from '@odoo/o-spreadsheet';
import { mount } from '@odoo/owl';
import * as chart from 'chart.js';
import * as luxon from 'luxon';

/** Puts the grid, its formula bar and name box on the page. The engine looks for its chart library on the window. */
export async function mountGrid(model: Model, target: HTMLElement, notify: (text: string) => void): Promise<void> {
  Object.assign(window, { Chart: Object.assign(chart.Chart, chart), luxon });
  chart.Chart.register(...chart.registerables);
  await import('chartjs-adapter-luxon');
  await mount(Spreadsheet, target, {
    props: {
      model,
      notifyUser: ({ text }: { text: string }) => notify(text),
      raiseError: (text: string) => notify(text),
      askConfirmation: (_text: string, confirm: () => void) => confirm(),
    },
    templates,
  });
}
