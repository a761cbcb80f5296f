import { lineIcon, ribbonButton, ribbonGroup } from './ribbon-group';

/** What can be done with whole workbooks. */
export interface FileActions {
  /** Opens an empty workbook. */
  blank(): void;
  /** Opens the prepared workbook as it was at first. */
  example(): void;
  open(file: File): void;
  saveAs(): void;
  /** Saves a copy with values in the place of the add-in's formulas. */
  saveValues(): void;
}

const icons = {
  blank: 'M6 3.5h8l4.5 4.5V20.5H6zM14 3.5V8h4.5M12.25 11.5v6M9.25 14.5h6',
  open: 'M3.5 18.5v-13h6l2 2.5h7v3M3.5 18.5l3-7.5h15l-3 7.5z',
  saveAs: 'M12 3.5v11M12 14.5l-4-4M12 14.5l4-4M4 15.5v5h16v-5',
  saveValues: 'M12 3.5v8M12 11.5l-3-3M12 11.5l3-3M4 14.5v6h16v-6M9 17.5h6',
  example: 'M4 4.5h16v15H4zM4 9.5h16M7 16.5l3-3.5 2.5 2 4-4.5',
};

const saveValuesTip =
  "Save values\nDownloads a copy with values in the place of the add-in's formulas, for people and programs without the add-in.";

/** New, Open, Save as, Save values, Example. What is opened comes in a tab of its own, as in Excel on the web: nothing is lost. */
export function fileButtons(actions: FileActions): HTMLElement {
  const picker = document.createElement('input');
  picker.type = 'file';
  picker.accept = '.xlsx';
  picker.hidden = true;
  picker.addEventListener('change', () => {
    const [file] = picker.files ?? [];
    // The same file may be picked again.
    picker.value = '';
    if (file) actions.open(file);
  });
  const button = (label: string, tip: string, icon: string, run: () => void): HTMLButtonElement =>
    ribbonButton({ label, tip, icon: lineIcon(icon), run });
  const group = ribbonGroup('File', [
    button('New', 'New\nOpens an empty workbook in a new tab.', icons.blank, () => actions.blank()),
    button('Open', 'Open\nOpens an .xlsx file in a new tab.', icons.open, () => picker.click()),
    button('Save as', 'Save as\nDownloads this workbook as an .xlsx file.', icons.saveAs, () => actions.saveAs()),
    button('Save values', saveValuesTip, icons.saveValues, () => actions.saveValues()),
    button('Example', 'Example\nOpens the prepared workbook in a new tab.', icons.example, () => actions.example()),
  ]);
  group.append(picker);
  return group;
}
