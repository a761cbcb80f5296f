// @vitest-environment jsdom
import '../../support/taskpane/dom';
import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FakeCells } from '../../support/taskpane/fake-cells';
import { ana, skill, skillId } from '../../support/taskpane/fakes';
import { accessibilityFindings, renderApp, type Rendered, renderFilled } from '../../support/taskpane/render-app';

const signedIn = { kind: 'signed-in', account: ana } as const;
const shownFormula = (): string => screen.getByLabelText<HTMLTextAreaElement>('Formula').value;
const select = (cells: FakeCells, address: string, formula?: string): void =>
  act(() =>
    cells.become({
      address: `Data!${address}`,
      sheet: 'Data',
      ...(formula === undefined ? {} : { formula: { address: 'Data!A10', formula } }),
    }),
  );
const pick = (label: string): HTMLElement => screen.getByRole('button', { name: `Pick ${label} from the sheet` });
const textbox = (name: string): HTMLInputElement => screen.getByRole<HTMLInputElement>('textbox', { name });
const click = (rendered: Rendered, name: string): Promise<void> =>
  rendered.user.click(screen.getByRole('button', { name }));

describe('picking cells for a field', () => {
  it('follows the selection, takes it with Enter, and goes back to where the person was', async () => {
    const rendered = await renderFilled();
    const { user, cells } = rendered;
    cells.contents.set('Data!B6', '2026-11-01');
    select(cells, 'D1');
    await user.selectOptions(screen.getByLabelText('Dates'), 'Custom');
    await user.click(pick('Start'));
    expect(await accessibilityFindings()).toEqual([]);
    expect(document.activeElement).toBe(textbox('Start'));
    select(cells, 'B5');
    expect(textbox('Start').value).toBe('B5');
    select(cells, 'B6');
    await user.keyboard('{Enter}');
    expect(cells.selected).toEqual(['Data!D1']);
    expect(textbox('Start').value).toBe('B6');
    expect(await screen.findByText('= 2026-11-01')).toBeTruthy();
    expect(shownFormula()).toBe(`=SKILLMETRICS("${skillId}","totalSessions",B6,DATE(2026,11,20))`);
    expect(screen.getByText(/Nov 1 through Nov 19, 2026, days in UTC/)).toBeTruthy();
    expect(cells.inserted).toEqual([]);
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('leaves everything as it was with Esc, the focus among it', async () => {
    const { user, cells } = await renderFilled();
    await user.click(pick('Period'));
    select(cells, 'B6');
    await user.keyboard('{Escape}');
    expect(shownFormula()).toBe(`=SKILLMETRICS("${skillId}","totalSessions","last 28 days")`);
    expect(cells.selected).toEqual(['Sheet1!A1']);
    expect(document.activeElement).toBe(pick('Period'));
  });

  it('names the sheet of cells on another one', async () => {
    const rendered = await renderFilled();
    await rendered.user.click(pick('Metrics'));
    select(rendered.cells, 'B5:B7');
    expect(textbox('Metrics').value).toBe('Data!B5:B7');
    await click(rendered, 'Done');
    expect(shownFormula()).toContain(',Data!B5:B7,');
  });

  it('loads no formula on the way', async () => {
    const { user, cells } = await renderFilled();
    await user.selectOptions(screen.getByLabelText('Dates'), 'Custom');
    await user.click(pick('End'));
    select(cells, 'A10', '=SKILLMETRICS(B4,"totalSessions",B6)');
    expect(textbox('End').value).toBe('Data!A10');
    expect(screen.queryByText(/holds a formula/)).toBeNull();
  });
});

describe('a field that points at a cell', () => {
  const point = async (value: string | number): Promise<Rendered> => {
    const rendered = await renderFilled();
    rendered.cells.contents.set('Sheet1!B6', value);
    await rendered.user.click(pick('Stage'));
    act(() => rendered.cells.become({ address: 'Sheet1!B6', sheet: 'Sheet1' }));
    await click(rendered, 'Done');
    return rendered;
  };

  it('follows what the cell holds', async () => {
    const { cells } = await point('development');
    expect(await screen.findByText('= development')).toBeTruthy();
    expect(screen.getByText(/in development/)).toBeTruthy();
    cells.contents.set('Sheet1!B6', 'live');
    act(() => cells.edit());
    expect(await screen.findByText('= live')).toBeTruthy();
  });

  it('says what is wrong with what the cell holds', async () => {
    await point('half alive');
    expect(await screen.findByText('There is no stage "half alive". Use live or development.')).toBeTruthy();
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('can be typed, as a cell or as a piece of formula', async () => {
    const { user } = await point('live');
    await user.clear(textbox('Stage'));
    await user.type(textbox('Stage'), 'C1+');
    expect(screen.getByText(/Enter a cell such as B6/)).toBeTruthy();
    await user.clear(textbox('Stage'));
    await user.type(textbox('Stage'), '=IF(C1,"live","development")');
    expect(shownFormula()).toContain(',,IF(C1,"live","development"))');
    expect(screen.getByText(/^Excel calculates part of this formula/)).toBeTruthy();
    await user.clear(textbox('Stage'));
    await user.type(textbox('Stage'), '=B6');
    await user.tab();
    expect(textbox('Stage').value).toBe('B6');
    expect(await screen.findByText('= live')).toBeTruthy();
  });

  it('keeps the value of the cell when the cell is given up', async () => {
    const { user } = await point('development');
    await screen.findByText('= development');
    await user.click(screen.getByRole('button', { name: 'Stage: use a value in place of the cell' }));
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Stage' }).value).toBe('development');
    expect(shownFormula()).toContain('"development"');
  });
});

describe('selecting a formula of the add-in', () => {
  const formula = '=SKILLMETRICS(B4,"totalSessions",B6,B7)';
  const contents = new Map<string, string | number>([
    ['Data!B4', skillId],
    ['Data!B6', 46235],
    ['Data!B7', 46327],
  ]);
  const load = async (): Promise<Rendered> => {
    const rendered = renderApp(signedIn, { skills: [skill('Ferry Times', { skillId })] });
    for (const [address, value] of contents) rendered.cells.contents.set(address, value);
    select(rendered.cells, 'A11', formula);
    await screen.findByRole('heading', { name: 'Edit A10' });
    return rendered;
  };

  it('loads it into the form, with what its cells hold', async () => {
    await load();
    expect(screen.getAllByRole('status').some(({ textContent }) => textContent.includes('Editing Data!A10'))).toBe(
      true,
    );
    expect(textbox('Skill').value).toBe('B4');
    expect(await screen.findByText('= Ferry Times')).toBeTruthy();
    expect(screen.getByText(/Aug 1 through Oct 31, 2026/)).toBeTruthy();
    expect(shownFormula()).toBe(formula);
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('rewrites that cell and keeps the references', async () => {
    const rendered = await load();
    const { user, cells } = rendered;
    await user.selectOptions(screen.getByLabelText('Period'), 'PT1H');
    expect(screen.getByText('Changes are not in the cell yet.')).toBeTruthy();
    await click(rendered, 'Update A10');
    await waitFor(() => expect(cells.inserted).toHaveLength(1));
    expect(cells.inserted[0]).toMatchObject({
      at: 'Data!A10',
      content: { kind: 'formula', formula: '=SKILLMETRICS(B4,"totalSessions",B6,B7,"PT1H")' },
    });
    act(() => cells.settle.resolve('Data!A10'));
    expect(await screen.findByText('Updated Data!A10.')).toBeTruthy();
    expect(screen.queryByText('Changes are not in the cell yet.')).toBeNull();
  });

  it('does not throw changes away unasked', async () => {
    const rendered = await load();
    await rendered.user.selectOptions(screen.getByLabelText('Period'), 'PT1H');
    act(() =>
      rendered.cells.become({
        address: 'Data!F1',
        sheet: 'Data',
        formula: { address: 'Data!F1', formula: '=SKILLMETRICS(B4,"uniqueCustomers",B6)' },
      }),
    );
    expect(screen.getByRole('button', { name: 'Update A10' })).toBeTruthy();
    expect(await accessibilityFindings()).toEqual([]);
    await click(rendered, 'Edit it');
    expect(shownFormula()).toBe('=SKILLMETRICS(B4,"uniqueCustomers",B6)');
    expect(screen.getByRole('button', { name: 'Update F1' })).toBeTruthy();
  });

  it('can become a new formula', async () => {
    const rendered = await load();
    await click(rendered, 'New formula');
    expect(screen.getByRole('button', { name: 'Insert into selected cell' })).toBeTruthy();
    expect(shownFormula()).toBe(formula);
  });

  it('says where one cannot be edited here', async () => {
    const { cells } = renderApp(signedIn);
    select(cells, 'A10', '=SUM(SKILLMETRICS(B4,"totalSessions",B6))');
    expect(await screen.findByText(/inside another formula/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Insert into selected cell' })).toBeTruthy();
  });
});
