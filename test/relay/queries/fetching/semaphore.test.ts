import { describe, expect, it } from 'vitest';
import { Semaphore } from '../../../../src/relay/queries/fetching/semaphore';

/** Work that ends when told to, and the names of what has begun. */
const handWork = (semaphore: Semaphore) => {
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const run = (name: string, serves?: 'many' | 'few'): Promise<string> =>
    semaphore.run(
      () =>
        new Promise((resolve, reject) => {
          begun.push(name);
          ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)));
        }),
      serves,
    );
  return { begun, run, end: (name: string, error?: Error) => ends.get(name)?.(error) };
};

describe('a semaphore', () => {
  it('lets so much run at a time, and begins the rest in the order of its coming', async () => {
    const { begun, run, end } = handWork(new Semaphore(2));
    const [first, , third] = ['a', 'b', 'c', 'd'].map((name) => run(name));
    expect(begun).toEqual(['a', 'b']);
    end('a');
    expect(await first).toBe('a');
    expect(begun).toEqual(['a', 'b', 'c']);
    end('c');
    await third;
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is free again after work that failed, and after all work', async () => {
    const { begun, run, end } = handWork(new Semaphore(1));
    const [first, second] = ['a', 'b'].map((name) => run(name));
    end('a', new Error('no'));
    await expect(first).rejects.toThrow('no');
    end('b');
    await second;
    const third = run('c');
    expect(begun).toEqual(['a', 'b', 'c']);
    end('c');
    await third;
  });

  it('lets what serves many go ahead of what serves few, which has every fourth turn', async () => {
    const { begun, run, end } = handWork(new Semaphore(1));
    const all = [
      run('first'),
      ...['f', 'g', 'h'].map((name) => run(name, 'few')),
      ...['1', '2', '3', '4', '5'].map((name) => run(name, 'many')),
    ];
    for (let done = 0; done < all.length; done += 1) {
      end(begun[done] ?? '');
      await new Promise(setImmediate);
    }
    await Promise.all(all);
    expect(begun).toEqual(['first', '1', '2', '3', 'f', '4', '5', 'g', 'h']);
  });
});
