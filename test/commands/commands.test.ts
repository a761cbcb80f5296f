import { beforeEach, describe, expect, it, vi } from 'vitest';

const refresh = vi.fn<(scope: string) => Promise<number>>();
vi.mock('../../src/office/runtime', () => ({ runtime: { workbook: { refresh } } }));

const actions = new Map<string, (event: { completed: () => void }) => void>();

beforeEach(async () => {
  Object.assign(globalThis, {
    Office: {
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
  it('refreshes the whole workbook and lets Excel go on', async () => {
    refresh.mockResolvedValueOnce(3);
    await press();
    expect(refresh).toHaveBeenCalledWith('workbook');
  });

  it('lets Excel go on when the refresh fails', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    refresh.mockRejectedValueOnce(new Error('cell edit mode'));
    await press();
    expect(logged).toHaveBeenCalled();
  });
});
