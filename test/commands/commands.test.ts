import { beforeEach, describe, expect, it, vi } from 'vitest';

const refresh = vi.fn<(scope: string) => Promise<{ kind: string }>>();
const showAsTaskpane = vi.fn<() => Promise<void>>();
const act = vi.fn<(action: string, scope: string) => Promise<object>>();
vi.mock('../../src/office/runtime', () => ({ runtime: () => ({ workbook: { refresh }, actions: { act } }) }));

const actions = new Map<string, (event: { completed: () => void }) => void>();

beforeEach(async () => {
  refresh.mockReset();
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

const press = (name = 'refreshWorkbook'): Promise<void> =>
  new Promise((completed) => actions.get(name)?.({ completed }));

describe('the Refresh buttons', () => {
  it.each([
    ['refreshCell', 'cell'],
    ['refreshSelection', 'selection'],
    ['refreshSheet', 'sheet'],
    ['refreshWorkbook', 'workbook'],
    ['refreshEverything', 'everything'],
  ])('%s refreshes its scope', async (name, scope) => {
    refresh.mockResolvedValueOnce({ kind: 'running' });
    await press(name);
    expect(refresh.mock.calls).toEqual([[scope]]);
    expect(showAsTaskpane).not.toHaveBeenCalled();
  });

  it('let Excel go on, however long a refresh has to wait for another one', async () => {
    refresh.mockReturnValueOnce(new Promise(() => undefined));
    await press();
  });

  it('show the pane where a refresh was refused, which says why', async () => {
    refresh.mockResolvedValueOnce({ kind: 'refused' });
    await press();
    await vi.waitFor(() => expect(showAsTaskpane).toHaveBeenCalledOnce());
  });

  it('let Excel go on where the pane may not be shown', async () => {
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
