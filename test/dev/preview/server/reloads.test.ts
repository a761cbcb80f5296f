import { describe, expect, it } from 'vitest';
import { Reloads } from '../../../../src/dev/preview/server/reloads';

const readerOf = (reloads: Reloads) => {
  const { body } = reloads.stream();
  if (body === null) throw new Error('The answer has no body.');
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async () => (await reader.read()).value,
    leave: () => reader.cancel(),
  };
};

describe('the events that reload a page', () => {
  it('reach every page that listens, one for each reload', async () => {
    const reloads = new Reloads();
    const pages = [readerOf(reloads), readerOf(reloads)];
    for (const page of pages) expect(await page.next()).toBe('retry: 200\n\n');
    reloads.tell();
    reloads.tell();
    for (const page of pages) expect([await page.next(), await page.next()]).toEqual(Array(2).fill('data: reload\n\n'));
  });

  it('forget a page that has left', async () => {
    const reloads = new Reloads();
    const [left, staying] = [readerOf(reloads), readerOf(reloads)];
    await left.leave();
    await staying.next();
    reloads.tell();
    expect(await staying.next()).toBe('data: reload\n\n');
  });

  it('end with the server', async () => {
    const reloads = new Reloads();
    const page = readerOf(reloads);
    await page.next();
    reloads.end();
    expect(await page.next()).toBeUndefined();
  });
});
