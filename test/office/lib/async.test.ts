import { expect, it } from 'vitest';
import { failureOf } from '../../../src/core/domain/failure';
import { lazily } from '../../../src/office/lib/async';

it('says what helps where a part of the add-in is gone, as after an update of its server, and tries again', async () => {
  let there = false;
  const load = lazily(() => (there ? Promise.resolve('part') : Promise.reject(new Error('Loading chunk 7 failed.'))));
  const failure = failureOf(await load().catch((error: unknown) => error));
  expect(failure).toMatchObject({ code: 'unavailable', message: "Part of the add-in couldn't be loaded." });
  expect(failure.advice).toContain('close and reopen the workbook');
  there = true;
  expect(await load()).toBe('part');
});
