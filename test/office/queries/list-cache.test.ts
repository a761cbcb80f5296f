import { describe, expect, it } from 'vitest';
import { FailureError, failureOf } from '../../../src/core/domain/failure';
import type { Skill } from '../../../src/core/protocol/stream';
import { createListCache, type ListCache } from '../../../src/office/queries/list-cache';
import type { RelayClient } from '../../../src/office/relay/client';
import { createManualClock, defer, type Deferred, type ManualClock, settle } from '../../support/office/manual-clock';
import { skill, skillId } from '../../support/office/queries-of';

interface InFlightQuery {
  readonly what: string;
  readonly signal: AbortSignal | undefined;
  readonly skills: Deferred<readonly Skill[]>;
}

const world = (): { lists: ListCache; asked: InFlightQuery[]; clock: ManualClock } => {
  const clock = createManualClock();
  const asked: InFlightQuery[] = [];
  const relay: RelayClient = {
    ask: () => Promise.reject(new Error('Nobody asks for metrics here.')),
    skills: (signal) => {
      const skills = defer<readonly Skill[]>();
      asked.push({ what: 'skills', signal, skills });
      return skills.promise;
    },
    locales: (id, stage) => Promise.resolve([`locales of ${id} ${stage}`]),
    intents: (id, stage, locale) => Promise.resolve([`intents of ${id} ${stage} ${locale}`]),
  };
  return { lists: createListCache(relay, { now: () => clock.now(), wait: clock.setTimer }), asked, clock };
};

const patient = (): AbortSignal => new AbortController().signal;
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => failureOf(error).code,
  );
const throttled = new FailureError({ code: 'throttled', message: 'Too much.', advice: 'Wait.' });

describe('a list', () => {
  it('is asked once for all who ask meanwhile, and for five minutes after', async () => {
    const { lists, asked, clock } = world();
    const both = Promise.all([lists.skills().get(patient()), lists.skills().get(patient())]);
    asked[0]?.skills.resolve([skill()]);
    expect(await both).toEqual([[skill()], [skill()]]);
    await clock.advance(299_999);
    expect(lists.skills().known()).toEqual([skill()]);
    expect(await lists.skills().get(patient())).toEqual([skill()]);
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    expect(lists.skills().known()).toBeUndefined();
    void lists.skills().get(patient());
    expect(asked).toHaveLength(2);
  });

  it('goes on for others when one no longer wants it', async () => {
    const { lists, asked } = world();
    const leaving = new AbortController();
    const left = codeOf(lists.skills().get(leaving.signal));
    const staying = lists.skills().get(patient());
    leaving.abort();
    expect(await left).toBe('cancelled');
    asked[0]?.skills.resolve([skill()]);
    expect(await staying).toEqual([skill()]);
  });

  it('fails for all who ask meanwhile, and is asked again two seconds later', async () => {
    const { lists, asked, clock } = world();
    const first = codeOf(lists.skills().get(patient()));
    asked[0]?.skills.reject(throttled);
    expect(await first).toBe('throttled');
    expect(await codeOf(lists.skills().get(patient()))).toBe('throttled');
    await clock.advance(2_000);
    void lists.skills().get(patient());
    expect(asked).toHaveLength(2);
  });

  it('settles where the server never answers, and calls off the request', async () => {
    const { lists, asked, clock } = world();
    const code = codeOf(lists.skills().get(patient()));
    await clock.advance(60_000);
    expect(await code).toBe('deadline_exceeded');
    expect(asked[0]?.signal?.aborted).toBe(true);
  });

  it('does not outlive a clock that is set back', async () => {
    const { lists, asked, clock } = world();
    await clock.advance(86_400_000);
    const first = codeOf(lists.skills().get(patient()));
    asked[0]?.skills.reject(throttled);
    await first;
    clock.setBack(86_400_000);
    void lists.skills().get(patient());
    expect(asked).toHaveLength(2);
  });

  it('leaves no timer behind', async () => {
    const { lists, asked, clock } = world();
    const list = lists.skills().get(patient());
    asked[0]?.skills.resolve([]);
    await list;
    await settle();
    expect(clock.pending()).toBe(0);
  });

  it('is asked again once it was forgotten', async () => {
    const { lists, asked } = world();
    const list = lists.skills().get(patient());
    lists.forget();
    void lists.skills().get(patient());
    expect(asked).toHaveLength(2);
    asked[0]?.skills.resolve([skill()]);
    expect(await list).toEqual([skill()]);
    expect(lists.skills().known()).toBeUndefined();
  });

  it('is one for each skill, stage and locale', async () => {
    const { lists } = world();
    expect(await lists.locales(skillId, 'live').get(patient())).toEqual([`locales of ${skillId} live`]);
    expect(await lists.locales(skillId, 'development').get(patient())).toEqual([`locales of ${skillId} development`]);
    expect(await lists.intents(skillId, 'live', 'en-US').get(patient())).toEqual([`intents of ${skillId} live en-US`]);
    expect(await lists.intents(skillId, 'live', 'de-DE').get(patient())).toEqual([`intents of ${skillId} live de-DE`]);
    const inDevelopment = await lists.intents(skillId, 'development', 'de-DE').get(patient());
    expect(inDevelopment).toEqual([`intents of ${skillId} development de-DE`]);
  });
});
