/**
 * What a 401 means. SMAPI also answers so where the token is good but the account has no access to what was asked. So a
 * 401 that stays after a renewal is held against another request: where Amazon lets the token in there, the account has no
 * access to this one resource, and the sign-in is as good as before. Only a refused renewal ends a sign-in.
 */
import type { FailureCode } from '../../core/domain/failure';
import { resourceOf, type Access } from './access';
import type { SmapiResponse } from '../http/response';
import { signalsOf, type Ask, type Call, type Once } from './call';
import { acceptedNowhere, deadlineExceeded } from '../http/failures';
import { withRetries, type Outcome, type RetryClock } from '../http/retry';
import { RetryBudget } from '../http/retry-budget';
import { withDeadline } from '../http/deadline';

export interface RenewingDeps {
  readonly access: Access;
  readonly rhythm: RetryClock;
  /** Sends a request once. `onSent` is told when its turn has come. */
  readonly once: (ask: Ask, token: string, call: Call, signal: AbortSignal, onSent?: () => void) => Promise<Once>;
  /** A cheap request that Amazon answers to whoever it lets in at all. */
  readonly probe: Ask;
}

/** Longest time to find out whether a token works. */
const probeMs = 30_000;
/** Whoever is refused so has been let in. */
const letIn: ReadonlySet<FailureCode> = new Set(['forbidden', 'not_found', 'rejected']);

/** Whether Amazon lets the token in; throws the failure of a probe that tells nothing. */
const probed = async (deps: RenewingDeps, token: string, { accountId, tokens }: Call): Promise<boolean> => {
  const { rhythm, once, probe } = deps;
  const deadline = rhythm.now() + probeMs;
  // For all who wait for it: nobody who leaves ends it.
  const call = { accountId, tokens, deadline, signal: new AbortController().signal };
  return withDeadline(signalsOf(call), probeMs, deadlineExceeded, (signal) => {
    const attempt = async (): Promise<Outcome<boolean>> => {
      const { status, outcome } = await once(probe, token, call, signal);
      if (status === 401) return { value: false };
      return 'value' in outcome || letIn.has(outcome.failure.code) ? { value: true } : outcome;
    };
    return withRetries(attempt, rhythm, { signal, deadline, retries: new RetryBudget() });
  });
};

/** Tries of one call, each with a token that is good as far as is known. */
export const createTries =
  (deps: RenewingDeps) =>
  (ask: Ask, call: Call, signal: AbortSignal): (() => Promise<Outcome<SmapiResponse>>) => {
    const { access, once } = deps;
    const { accountId, tokens } = call;
    const resource = resourceOf(ask, call);
    let token: string | undefined;
    let isRenewed = false;

    const renew = async (refused: string): Promise<string> => {
      token = await tokens.renew(refused, signal);
      access.replaced(refused);
      return token;
    };

    const inquire = async (refused: string, first: Once): Promise<Outcome<SmapiResponse>> => {
      let [used, ended] = [refused, first];
      while (ended.status === 401 && 'failure' in ended.outcome) {
        if (isRenewed || access.wasDenied(resource)) {
          const tried = used;
          if (await access.works(tried, ended.sentAt, () => probed(deps, tried, call))) {
            access.deny(resource, ended.outcome.failure);
            break;
          }
          if (isRenewed) {
            const failure = acceptedNowhere();
            access.denyAll(accountId, failure);
            return { failure };
          }
        }
        isRenewed = true;
        used = await renew(used);
        ended = await once(ask, used, call, signal);
      }
      return ended.outcome;
    };

    const attempt = async (): Promise<Outcome<SmapiResponse>> => {
      await access.inquiry(resource);
      let used = (token ??= await tokens.accessToken(signal));
      if (access.isReplaced(used)) used = await renew(used);
      const ended = await access.unlessCalledBack(resource, signal, (unsent, onSent) =>
        once(ask, used, call, unsent, onSent),
      );
      if (ended === undefined) return attempt();
      if ('value' in ended.outcome) access.accepted(used, ended.sentAt);
      if (ended.status !== 401) return ended.outcome;
      if (access.inquiry(resource) !== undefined) return attempt();
      return access.inquire(resource, () => inquire(used, ended));
    };
    return attempt;
  };
