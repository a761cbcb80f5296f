// @vitest-environment jsdom
import '../../support/taskpane/dom';
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Failure, FailureError } from '../../../src/core/domain/failure';
import type { RunningQuery } from '../../../src/office/queries/cell-functions';
import { dailySessions } from '../../support/amazon/daily-sessions';
import { failCell } from '../../support/taskpane/fake-queries';
import { ana, now, skillId } from '../../support/taskpane/fakes';
import { accessibilityFindings, renderApp, type Rendered } from '../../support/taskpane/render-app';

const signedIn = { kind: 'signed-in', account: ana } as const;
const running = (more: Partial<RunningQuery> = {}): RunningQuery => ({
  query: dailySessions({ skillId, startTime: 0, endTime: 1 }),
  addresses: ['Sheet1!A1'],
  progress: { windowsDone: 1, windowsPlanned: 4, pages: 3, points: 50 },
  cancel: () => undefined,
  ...more,
});
const work = (): HTMLElement => screen.getByRole('region', { name: 'Work in progress' });
const open = (rendered: Rendered): Promise<void> =>
  rendered.user.click(within(work()).getByRole('button', { expanded: false }));

describe('queries that run', () => {
  // The clock stands still: how long the machine takes shows nothing.
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const run = (rendered: Rendered, ...all: readonly RunningQuery[]): void => {
    act(() => rendered.sources.queries.run(all));
    act(() => void vi.advanceTimersByTime(1_000));
  };

  it('are shown once they take longer than a moment, and go when they end', () => {
    const rendered = renderApp(signedIn);
    act(() => rendered.sources.queries.run([running()]));
    expect(screen.queryByRole('region', { name: 'Work in progress' })).toBeNull();
    run(rendered, running());
    expect(work().textContent).toContain('1 query running, 25 %');
    run(rendered);
    expect(screen.queryByRole('region', { name: 'Work in progress' })).toBeNull();
  });

  it('show how far they are, for which cells, and can be cancelled', async () => {
    const rendered = renderApp(signedIn);
    const cancel = vi.fn();
    const addresses = ['Sheet1!A1', 'Sheet1!B1', 'Sheet1!C1', 'Sheet1!D1'];
    run(
      rendered,
      running({ addresses, cancel }),
      running({ addresses: ['Data!A1'], query: { ...running().query, metrics: ['totalUtterances'] } }),
    );
    vi.useRealTimers();
    await open(rendered);
    expect(await accessibilityFindings()).toEqual([]);
    expect(work().textContent).toContain('Total sessions · Sheet1!A1, Sheet1!B1, Sheet1!C1 and 1 more');
    expect(within(work()).getAllByText('1 of 4 windows · 3 pages · 50 points')).toHaveLength(2);
    await rendered.user.click(within(work()).getByRole('button', { name: 'Cancel Total sessions, Sheet1!A1' }));
    expect(cancel).toHaveBeenCalledOnce();
    await rendered.user.click(within(work()).getByRole('button', { name: 'Data!A1' }));
    expect(rendered.cells.selected).toEqual(['Data!A1']);
  });

  it('of the pane itself are shown where they were asked', () => {
    const rendered = renderApp(signedIn);
    run(rendered, running({ addresses: [] }));
    expect(screen.queryByRole('region', { name: 'Work in progress' })).toBeNull();
  });
});

describe('cells that failed', () => {
  const throttled: Failure = {
    code: 'throttled',
    message: 'Too many requests.',
    advice: 'Wait a minute.',
    requestId: 'r-1',
  };
  const tooLarge: Failure = { code: 'too_large', message: 'Too many rows.', advice: 'Ask a shorter range.' };
  const fail = async (): Promise<Rendered> => {
    const rendered = renderApp(signedIn);
    await act(() => failCell(rendered.sources.failed, 'Sheet1!A1', throttled));
    await act(() => failCell(rendered.sources.failed, 'Data!B2', tooLarge));
    await open(rendered);
    return rendered;
  };

  it('are listed with what happened and what to do, the latest first', async () => {
    await fail();
    expect(work().textContent).toContain('2 failed');
    const rows = within(work())
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(rows[0]).toContain('Data!B2Too many rows. Ask a shorter range.');
    expect(rows[1]).toContain('Sheet1!A1Too many requests. Wait a minute. (Amazon request r-1)');
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('are grouped if they failed for one reason, and are retried together', async () => {
    const rendered = renderApp(signedIn);
    const { failed } = rendered.sources;
    for (const [address, id] of [
      ['Sheet1!A1', 'r-1'],
      ['Sheet1!A2', 'r-2'],
    ] as const)
      await act(() => failCell(failed, address, { ...throttled, requestId: id }));
    await act(() => failCell(failed, 'Sheet1!A3', { ...throttled, code: 'unavailable', message: 'Not there.' }));
    await open(rendered);
    expect(work().textContent).toContain('3 failed');
    expect(work().textContent).toContain('Sheet1!A2, Sheet1!A1Too many requests. Wait a minute.Try all again');
    expect(await accessibilityFindings()).toEqual([]);
    await rendered.user.click(screen.getByRole('button', { name: 'Try all again: Sheet1!A2' }));
    await rendered.user.click(screen.getByRole('button', { name: 'Try all again' }));
    expect(rendered.workbook.done).toEqual(['retry Sheet1!A2,Sheet1!A1', 'retry Sheet1!A3,Sheet1!A2,Sheet1!A1']);
  });

  it('are not those that somebody cancelled', async () => {
    const rendered = await fail();
    const cancelled: Failure = { code: 'cancelled', message: 'You cancelled it.', advice: 'Recalculate.' };
    await act(() => failCell(rendered.sources.failed, 'Sheet1!C3', cancelled));
    expect(work().textContent).toContain('2 failed · 1 cancelled');
    const rows = within(work()).getAllByRole('listitem');
    expect(rows[2]?.textContent).toContain('Sheet1!C3You cancelled it.');
  });

  it('can ask again, or be fixed', async () => {
    const { user, cells, workbook } = await fail();
    await user.click(screen.getByRole('button', { name: 'Try again: Sheet1!A1' }));
    expect(workbook.done).toEqual(['retry Sheet1!A1']);
    await user.click(screen.getByRole('button', { name: 'Edit: Data!B2' }));
    await user.click(screen.getByRole('button', { name: 'Sheet1!A1' }));
    expect(cells.selected).toEqual(['Data!B2', 'Sheet1!A1']);
  });

  it('go when somebody deletes their formula', async () => {
    const { cells } = await fail();
    cells.lost.push('Data!B2');
    act(() => cells.edit());
    await waitFor(() => expect(work().textContent).toContain('1 failed'));
  });

  it('go when they have an answer, or when nobody cares', async () => {
    const { user, sources } = await fail();
    await act(() => sources.failed.watch({ address: 'Sheet1!A1', key: '', turn: 2 }, () => Promise.resolve()));
    expect(work().textContent).toContain('1 failed');
    await user.click(screen.getByRole('button', { name: 'Clear this list' }));
    expect(screen.queryByRole('region', { name: 'Work in progress' })).toBeNull();
  });
});

describe('a selected cell that failed', () => {
  const away: Failure = { code: 'unavailable', message: 'Not there.', advice: 'Wait a minute.' };
  const select = (rendered: Rendered, formula: string): void =>
    act(() =>
      rendered.cells.become({ address: 'Sheet1!A2', sheet: 'Sheet1', formula: { address: 'Sheet1!A1', formula } }),
    );
  const said = (): string =>
    screen
      .getAllByRole('status')
      .map(({ textContent }) => textContent)
      .join('|');

  it('says why, and is tried again from there', async () => {
    const rendered = renderApp(signedIn);
    await act(() => failCell(rendered.sources.failed, 'Sheet1!A1', away));
    expect(said()).not.toContain('Not there.');
    select(rendered, `=SUM(SKILLTOTAL("${skillId}"))`);
    expect(said()).toContain('A1: Not there. Wait a minute.');
    expect(await accessibilityFindings()).toEqual([]);
    await rendered.user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(rendered.workbook.done).toEqual(['retry Sheet1!A1']);
    await act(() => rendered.sources.failed.watch({ address: 'Sheet1!A1', key: '', turn: 2 }, () => Promise.resolve()));
    expect(said()).not.toContain('Not there.');
  });

  it('says so whether or not it is still listed', async () => {
    const rendered = renderApp(signedIn);
    await act(() => failCell(rendered.sources.failed, 'Sheet1!A1', away));
    act(() => rendered.sources.failed.forget());
    select(rendered, '=ALEXASKILLS()');
    expect(said()).toContain('A1: Not there.');
  });

  it('shows at the fields what is wrong with its formula', async () => {
    const rendered = renderApp(signedIn);
    const wrong: Failure = { code: 'invalid_query', message: 'No metric.', advice: 'Fix this argument.', problems: [] };
    await act(() => failCell(rendered.sources.failed, 'Sheet1!A1', wrong));
    select(rendered, `=SKILLMETRICS("${skillId}",,"-7d")`);
    expect(screen.getByText('Choose at least one metric.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });
});

describe('cells that show an older answer', () => {
  const away: Failure = { code: 'unavailable', message: 'Not there.', advice: 'Wait a minute.' };
  const serveLast = (rendered: Rendered, address: string, range?: { startTime: number; endTime: number }) =>
    act(async () => {
      const call = { address, key: address, turn: 1 };
      const result = { cells: () => [[7]], asOf: now - 60 * 60_000, points: 1, ...(range ? { range } : {}) };
      await rendered.sources.last.orLast(call, () => Promise.resolve(result), true);
      await rendered.sources.last.orLast(
        call,
        (about) => {
          if (range) about({ startTime: range.startTime + 1, endTime: range.endTime + 1 });
          return Promise.reject(new FailureError(away));
        },
        true,
      );
    });
  const rows = (): (string | null)[] =>
    within(work())
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);

  it('are listed with since when, why, and what dates they show; those alike together', async () => {
    const rendered = renderApp(signedIn);
    for (const address of ['Sheet1!A1', 'Sheet1!B1', 'Sheet1!C1', 'Sheet1!D1']) await serveLast(rendered, address);
    const day = 86_400_000;
    const start = Date.parse('2026-11-13T00:00:00Z');
    await serveLast(rendered, 'Data!A1', { startTime: start, endTime: start + 7 * day + 60_000 });
    expect(work().textContent).toContain('5 not refreshed');
    await open(rendered);
    const since = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const text = `Not refreshed since ${since.format(now - 60 * 60_000)}: Not there. Wait a minute.`;
    expect(rows()[0]).toContain(`Sheet1!A1, Sheet1!B1, Sheet1!C1 and 1 more${text}`);
    expect(rows()[1]).toContain(`Data!A1${text} Still shows 2026-11-13 to 2026-11-20 00:01 (UTC).`);
    expect(await accessibilityFindings()).toEqual([]);
    await rendered.user.click(screen.getByRole('button', { name: 'Try again: Sheet1!A1' }));
    expect(rendered.workbook.done).toEqual(['retry Sheet1!A1,Sheet1!B1,Sheet1!C1,Sheet1!D1']);
  });

  it('are listed while nobody is signed in, too', async () => {
    const rendered = renderApp({ kind: 'signed-out', reason: { ...away, code: 'sign_in_required' } });
    await serveLast(rendered, 'Sheet1!A1');
    expect(work().textContent).toContain('1 not refreshed');
  });
});

describe('cells that Excel did not calculate', () => {
  it('are listed, and their formulas can be entered again', async () => {
    const rendered = renderApp(signedIn);
    act(() => rendered.sources.callers.setSilent(['Sheet1!A1', 'Sheet1!A2']));
    expect(work().textContent).toContain('2 not calculated');
    await open(rendered);
    expect(await accessibilityFindings()).toEqual([]);
    await rendered.user.click(screen.getByRole('button', { name: 'Enter again: Sheet1!A1' }));
    expect(rendered.workbook.done).toEqual(['enter Sheet1!A1,Sheet1!A2']);
  });
});

describe('cells whose formula somebody deletes', () => {
  it('are no longer listed, whatever their state was', async () => {
    const rendered = renderApp(signedIn);
    const away: Failure = { code: 'unavailable', message: 'Not there.', advice: 'Wait a minute.' };
    const call = { address: 'Sheet1!A1', key: 'k', turn: 1 };
    const { last, callers } = rendered.sources;
    await act(async () => {
      await last.orLast(call, () => Promise.resolve({ cells: () => [[7]], asOf: now, points: 1 }), true);
      await last.orLast(call, () => Promise.reject(new FailureError(away)), true);
      callers.setSilent(['Sheet1!A2', 'Sheet1!A3']);
    });
    expect(work().textContent).toContain('1 not refreshed · 2 not calculated');
    rendered.cells.lost.push('Sheet1!A1', 'Sheet1!A2');
    act(() => rendered.cells.edit());
    await waitFor(() => expect(work().textContent).not.toContain('not refreshed'));
    expect(callers.silent()).toEqual(['Sheet1!A3']);
  });
});

describe('a refresh that could not succeed', () => {
  it('says that nothing was touched, why, and can be tried again', async () => {
    const { workbook, user } = renderApp(signedIn);
    const failure: Failure = { code: 'unavailable', message: "You're offline.", advice: 'Connect.' };
    act(() => workbook.status.set({ kind: 'refused', at: now, failure }));
    screen.getByText('Not refreshed. Cells keep their values.');
    expect(document.body.textContent).toContain("You're offline. Connect.");
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Refresh again' }));
    expect(workbook.done).toEqual(['refresh']);
    act(() => workbook.status.set({ kind: 'running', scope: 'workbook', done: 0, total: 3 }));
    expect(screen.queryByText('Not refreshed. Cells keep their values.')).toBeNull();
  });

  it('offers no other try where one has to sign in first, and can be dismissed', async () => {
    const { workbook, user } = renderApp({ kind: 'signed-out' });
    const failure: Failure = { code: 'sign_in_required', message: "You're not signed in.", advice: 'Sign in.' };
    act(() => workbook.status.set({ kind: 'refused', at: now, failure }));
    screen.getByText('Not refreshed. Cells keep their values.');
    expect(screen.queryByRole('button', { name: 'Refresh again' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(workbook.status.get()).toEqual({ kind: 'none' });
  });
});
