import type { Model } from '@odoo/o-spreadsheet';
import { Spreadsheet } from '@odoo/o-spreadsheet';
import templates from '@odoo/o-spreadsheet/dist/o_spreadsheet.xml';
import { mount, useSubEnv as extendEnvironment } from '@odoo/owl';
import * as chart from 'chart.js';
import * as luxon from 'luxon';

/** The engine's spreadsheet, which beside a task pane would take the page for a telephone's and move the formula bar. */
class DesktopSpreadsheet extends Spreadsheet {
  override setup(): void {
    super.setup();
    extendEnvironment({ isSmall: false });
  }
}

/** Puts the grid, its formula bar and name box on the page. The engine looks for its chart library on the window. */
export async function mountGrid(model: Model, target: HTMLElement, notify: (text: string) => void): Promise<void> {
  Object.assign(window, { Chart: Object.assign(chart.Chart, chart), luxon });
  chart.Chart.register(...chart.registerables);
  await import('chartjs-adapter-luxon');
  await mount(DesktopSpreadsheet, target, {
    props: {
      model,
      notifyUser: ({ text }: { text: string }) => notify(text),
      raiseError: (text: string) => notify(text),
      askConfirmation: (_text: string, confirm: () => void) => confirm(),
    },
    templates,
  });
}
