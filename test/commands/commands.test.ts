import { beforeEach, describe, expect, it, vi } from 'vitest';

const refresh = vi.fn<() => Promise<{ kind: string }>>();
const showAsTaskpane = vi.fn<() => Promise<void>>();
const act = vi.fn<(action: string, scope: string) => Promise<object>>();
vi.mock('../../src/office/runtime', () => ({ runtime: () => ({ workbook: { refresh }, actions: { act } }) }));

const actions = new Map<string, (event: { completed: () => void }) => void>();

beforeEach(async () => {
  showAsTaskpane.mockReset();
  Object.assign(globalThis, {
    Office: {
      addin: { showAsTaskpane },
      actions: {
        associate: (name: string, run: (event: { completed: () => void }) => void) => void actions.set(name, run),
      },
    },
  });
  vi.resetModules();
  await import('../../src/commands/commands');
});

const press = (): Promise<void> => new Promise((completed) => actions.get('refreshWorkbook')?.({ completed }));

describe('the Refresh button', () => {
  it('refreshes the workbook and lets Excel go on', async () => {
    refresh.mockResolvedValueOnce({ kind: 'refreshed' });
    await press();
    expect(refresh).toHaveBeenCalledOnce();
    expect(showAsTaskpane).not.toHaveBeenCalled();
  });

  it('shows the pane where it could not, which says why', async () => {
    refresh.mockResolvedValueOnce({ kind: 'refused' });
    await press();
    expect(showAsTaskpane).toHaveBeenCalledOnce();
  });

  it('lets Excel go on where the pane may not be shown', async () => {
    refresh.mockResolvedValueOnce({ kind: 'refused' });
    showAsTaskpane.mockRejectedValueOnce(new Error('not for add-ins from the Marketplace'));
    await press();
  });
});

describe('the Freeze menu', () => {
  const choose = (name: string): Promise<void> => new Promise((completed) => actions.get(name)?.({ completed }));

  it.each([
    ['freezeSelection', 'freeze', 'selection'],
    ['freezeSheet', 'freeze', 'sheet'],
    ['thawWorkbook', 'thaw', 'workbook'],
    ['listSources', 'sources', 'workbook'],
  ])('%s', async (name, action, scope) => {
    act.mockResolvedValueOnce({ kind: 'done', cells: ['Sheet1!A1'], refused: [] });
    await choose(name);
    expect(act).toHaveBeenLastCalledWith(action, scope);
    expect(showAsTaskpane).not.toHaveBeenCalled();
  });

  it('shows the pane where a formula was left as it is, or nothing was there', async () => {
    act.mockResolvedValueOnce({ kind: 'done', cells: ['A1'], refused: [{ address: 'A2', reason: 'Loading.' }] });
    await choose('freezeSheet');
    act.mockResolvedValueOnce({ kind: 'done', cells: [], refused: [] });
    await choose('thawSheet');
    expect(showAsTaskpane).toHaveBeenCalledTimes(2);
  });
});
