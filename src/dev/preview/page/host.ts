import 'bootstrap/dist/css/bootstrap.min.css';
import 'font-awesome/css/font-awesome.min.css';
import '@odoo/o-spreadsheet/dist/o_spreadsheet.css';
import './host.css';
import { Problems } from './chrome/banner';
import { startPreviewPage } from './preview-page';

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found;
};

const problems = new Problems(element('banner'));

try {
  await startPreviewPage(
    {
      page: document.body,
      name: element('name'),
      ribbon: element('ribbon'),
      grid: element('grid'),
      pane: element('pane'),
    },
    problems,
  );
} catch (error) {
  problems.report(error instanceof Error ? error.message : String(error));
}
