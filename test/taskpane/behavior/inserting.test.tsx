// @vitest-environment jsdom
import '../../support/taskpane/dom';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../../src/core/query/query';
import { skillId } from '../../support/taskpane/fakes';
import { accessibilityFindings, type Rendered, renderFilled } from '../../support/taskpane/render-app';

// jsdom draws nothing.
vi.mock('../../../src/taskpane/features/preview/chart', () => ({ Chart: () => null }));

const day = 86_400_000;
const start = Date.parse('2026-10-23');
const answer: Answer = {
  series: [{ metric: 'totalSessions', timestamps: [start, start + day, start + 2 * day], values: [1000, 2000, 3000] }],
  fetchedAt: start + 20 * day,
  requests: 2,
  pages: 2,
  requestIds: [],
};
const click = (rendered: Rendered, name: string): Promise<void> =>
  rendered.user.click(screen.getByRole('button', { name }));
const insert = (rendered: Rendered): Promise<void> => click(rendered, 'Insert into selected cell');

describe('the message of success', () => {
  beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
  afterEach(() => void vi.useRealTimers());

  it('leaves by itself, but not while somebody points at it', async () => {
    const rendered = await renderFilled();
    await insert(rendered);
    await waitFor(() => expect(rendered.cells.inserted).toHaveLength(1));
    act(() => rendered.cells.settle.resolve('Sheet1!A1'));
    const message = await screen.findByText('Inserted in Sheet1!A1.');
    fireEvent.mouseEnter(message);
    act(() => void vi.advanceTimersByTime(60_000));
    expect(screen.getByText('Inserted in Sheet1!A1.')).toBeTruthy();
    fireEvent.mouseLeave(message);
    act(() => void vi.advanceTimersByTime(60_000));
    expect(screen.queryByText('Inserted in Sheet1!A1.')).toBeNull();
  });
});

describe('where there is no room', () => {
  const blocked = async (place: Rendered['cells']['place']): Promise<Rendered> => {
    const rendered = await renderFilled();
    rendered.cells.place = place;
    await insert(rendered);
    await screen.findByRole('alert');
    return rendered;
  };
  const cellsInTheWay = { kind: 'cells', address: 'Sheet1!A4:B8' } as const;

  it('nothing is written before the person has said what to do', async () => {
    const rendered = await blocked({ blockedBy: cellsInTheWay, free: 'Sheet1!D1' });
    expect(screen.getByRole('alert').textContent).toContain('A4:B8 is not empty.');
    expect(screen.getByRole('alert').textContent).toContain('up to 29 rows and 2 columns');
    expect(screen.getByRole('alert').textContent).toContain('#SPILL!');
    expect(rendered.cells.inserted).toEqual([]);
    expect(await accessibilityFindings()).toEqual([]);
    await click(rendered, 'Cancel');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('it is written where there is, which is then shown', async () => {
    const rendered = await blocked({ blockedBy: cellsInTheWay, free: 'Sheet1!D1' });
    await click(rendered, 'Insert in D1');
    await waitFor(() => expect(rendered.cells.inserted).toMatchObject([{ at: 'Sheet1!D1' }]));
    act(() => rendered.cells.settle.resolve('Sheet1!D1'));
    expect(await screen.findByText('Inserted in Sheet1!D1.')).toBeTruthy();
    expect(rendered.cells.selected).toEqual(['Sheet1!D1']);
  });

  it('it is written all the same where the person wants that', async () => {
    const rendered = await blocked({ blockedBy: { kind: 'cells', address: 'Sheet1!A1' } });
    expect(screen.getByRole('alert').textContent).toContain('Inserting here overwrites that.');
    expect(screen.queryByRole('button', { name: /^Insert in [A-Z]/ })).toBeNull();
    await click(rendered, 'Insert here');
    await waitFor(() => expect(rendered.cells.inserted).toMatchObject([{ at: undefined }]));
  });

  it('the sheet may end too soon', async () => {
    await blocked({ blockedBy: { kind: 'edge' } });
    expect(screen.getByRole('alert').textContent).toContain("There isn't enough room on the sheet.");
    expect(screen.queryByRole('button', { name: 'Insert here' })).toBeNull();
  });
});

describe('a formula with a chart', () => {
  it('is wished with it', async () => {
    const rendered = await renderFilled();
    await rendered.user.selectOptions(screen.getByLabelText('Insert as'), 'Formula with chart');
    await insert(rendered);
    await waitFor(() => expect(rendered.cells.inserted).toMatchObject([{ content: { kind: 'formula', chart: true } }]));
    act(() => rendered.cells.settle.resolve('Sheet1!A1'));
    expect(await screen.findByText(/The chart appears once the values are there/)).toBeTruthy();
  });
});

describe('a formula that is in a cell already', () => {
  const formula = `=SKILLMETRICS("${skillId}","totalSessions","last 28 days")`;
  const edit = async (): Promise<Rendered> => {
    const rendered = await renderFilled();
    await insert(rendered);
    await waitFor(() => expect(rendered.cells.inserted).toHaveLength(1));
    act(() => rendered.cells.settle.resolve('Sheet1!A1'));
    await screen.findByText('Inserted in Sheet1!A1.');
    act(() =>
      rendered.cells.become({ address: 'Sheet1!A1', sheet: 'Sheet1', formula: { address: 'Sheet1!A1', formula } }),
    );
    return rendered;
  };
  const button = (name: string): HTMLButtonElement => screen.getByRole('button', { name });

  it('is left alone while nothing has changed', async () => {
    const rendered = await edit();
    expect(button('Update A1').getAttribute('aria-disabled')).toBe('true');
    await click(rendered, 'Update A1');
    expect(rendered.cells.inserted).toHaveLength(1);
    await rendered.user.selectOptions(screen.getByLabelText('Period'), 'PT1H');
    expect(button('Update A1').getAttribute('aria-disabled')).toBeNull();
  });

  it('gets a chart without being written again', async () => {
    const rendered = await edit();
    await rendered.user.selectOptions(screen.getByLabelText('Insert as'), 'Formula with chart');
    await click(rendered, 'Add chart');
    expect(await screen.findByText('Adding a chart for Sheet1!A1.')).toBeTruthy();
    expect(rendered.cells.charts).toEqual(['Sheet1!A1']);
    expect(rendered.cells.inserted).toHaveLength(1);
    expect(button('Update A1')).toBeTruthy();
  });

  it('is copied as values to where there is room, and found again', async () => {
    const rendered = await edit();
    rendered.cells.place = { blockedBy: { kind: 'cells', address: 'Sheet1!A1:B29' }, free: 'Sheet1!D1' };
    await rendered.user.selectOptions(screen.getByLabelText('Insert as'), 'Copy as values');
    await click(rendered, 'Copy as values');
    await waitFor(() => expect(rendered.sources.queries.asked).toHaveLength(1));
    act(() => rendered.sources.queries.latest.answer(answer));
    await waitFor(() =>
      expect(rendered.cells.inserted).toMatchObject([{}, { content: { kind: 'values' }, at: 'Sheet1!D1' }]),
    );
    act(() => rendered.cells.settle.resolve('Sheet1!D1:E4'));
    // It would leave before it is looked at.
    fireEvent.mouseEnter(await screen.findByText('Copied to Sheet1!D1:E4.'));
    expect(await accessibilityFindings()).toEqual([]);
    await click(rendered, 'Back to A1');
    expect(rendered.cells.selected.at(-1)).toBe('Sheet1!A1');
  });
});

describe('a table of values', () => {
  const ask = async (): Promise<Rendered> => {
    const rendered = await renderFilled();
    await rendered.user.selectOptions(screen.getByLabelText('Insert as'), 'Table of values');
    await insert(rendered);
    await waitFor(() => expect(rendered.sources.queries.asked).toHaveLength(1));
    return rendered;
  };

  it('is fetched with its progress, then written', async () => {
    const { cells, sources } = await ask();
    expect(sources.queries.asked).toMatchObject([{ skillId, metrics: ['totalSessions'] }]);
    act(() => sources.queries.latest.progress({ windowsDone: 1, windowsPlanned: 4, pages: 2, points: 14 }));
    expect(screen.getByText('1 of 4 windows · 2 pages · 14 points')).toBeTruthy();
    expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Values fetched' }).value).toBe(1);
    expect(await accessibilityFindings()).toEqual([]);
    act(() => sources.queries.latest.answer(answer));
    await waitFor(() => expect(cells.inserted).toHaveLength(1));
    expect(cells.inserted[0]?.content).toMatchObject({
      kind: 'values',
      cells: [
        ['Date (UTC)', 'Total sessions'],
        [46318, 1000],
        [46319, 2000],
        [46320, 3000],
      ],
    });
    act(() => cells.settle.resolve('Sheet1!A1:B4'));
    expect(await screen.findByText('Inserted in Sheet1!A1:B4.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Insert into selected cell' })).toBeTruthy();
  });

  it('can be cancelled', async () => {
    const rendered = await ask();
    const { latest } = rendered.sources.queries;
    act(() => latest.progress({ windowsDone: 0, windowsPlanned: 4, pages: 0, points: 0 }));
    await click(rendered, 'Cancel');
    expect(latest.isCancelled).toBe(true);
    expect(screen.getByRole('button', { name: 'Insert into selected cell' })).toBeTruthy();
    expect(rendered.cells.inserted).toEqual([]);
  });

  it('says why it is unavailable', async () => {
    const { sources } = await ask();
    act(() => sources.queries.latest.fail({ code: 'throttled', message: 'Too many requests.', advice: 'Wait.' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Too many requests. Wait.');
  });
});

describe('the preview', () => {
  const preview = async (): Promise<Rendered> => {
    const rendered = await renderFilled();
    await click(rendered, 'Preview');
    return rendered;
  };

  it('shows progress, then the first rows', async () => {
    const { sources, cells } = await preview();
    act(() => sources.queries.latest.progress({ windowsDone: 2, windowsPlanned: 4, pages: 2, points: 14 }));
    expect(screen.getByText('2 of 4 windows · 2 pages · 14 points')).toBeTruthy();
    expect(await accessibilityFindings()).toEqual([]);
    act(() => sources.queries.latest.answer(answer));
    const table = await screen.findByRole('table', { name: '3 rows' });
    expect(table.textContent).toContain('2026-10-231,000');
    expect(cells.inserted).toEqual([]);
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('can be cancelled', async () => {
    const rendered = await preview();
    await click(rendered, 'Cancel');
    expect(rendered.sources.queries.latest.isCancelled).toBe(true);
    expect(screen.queryByRole('region', { name: 'Preview' })).toBeNull();
  });

  it('goes when the form asks something else', async () => {
    const { user, sources } = await preview();
    act(() => sources.queries.latest.answer(answer));
    await screen.findByRole('table');
    await user.selectOptions(screen.getByLabelText('Stage'), 'development');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says why there is none', async () => {
    const { sources } = await preview();
    act(() =>
      sources.queries.latest.answer({
        ...answer,
        series: [{ metric: 'totalSessions', timestamps: [], values: [] }],
      }),
    );
    expect((await screen.findByRole('alert')).textContent).toContain('Amazon has no data for this.');
  });
});
