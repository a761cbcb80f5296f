/**
 * Decides what a 401 means. SMAPI also sends it if the token is good but the account has no access to the resource. So
 * if a 401 persists after a renewal, another request is tried with the same token. If Amazon accepts that one, the
 * account only lacks access to this resource, and the sign-in stays valid. Only a refused renewal ends a sign-in.
 */
import type { FailureCode } from '../../core/domain/failure';
import { withDeadline } from '../http/deadline';
import type { SmapiResponse } from '../http/exchange';
import { acceptedNowhere, deadlineExceeded } from '../http/failures';
import { type AttemptOutcome, RetryBudget, type RetryClock, withRetries } from '../http/retry';
import { type Access, resourceOf } from './access';
import { type Ask, type Call, type Once, signalsOf } from './call';

/** What tries depend on. */
export interface RenewingDeps {
  readonly access: Access;
  readonly rhythm: RetryClock;
  /** Sends a request once. `onSent` is called when its turn has come. */
  readonly once: (ask: Ask, token: string, call: Call, signal: AbortSignal, onSent?: () => void) => Promise<Once>;
  /** A cheap request that Amazon answers for every account that it lets in. */
  readonly probe: Ask;
}

/** Maximum time to find out whether a token works, in milliseconds. */
const probeMs = 30_000;
/** Amazon refuses in these ways only after it has accepted the token. */
const letIn: ReadonlySet<FailureCode> = new Set(['forbidden', 'not_found', 'rejected']);

/**
 * Whether Amazon accepts the token.
 *
 * @throws {FailureError} the failure of a probe that leaves it open
 */
const probed = async (deps: RenewingDeps, token: string, { accountId, tokens }: Call): Promise<boolean> => {
  const { rhythm, once, probe } = deps;
  const deadline = rhythm.now() + probeMs;
  // The answer is shared, so no single caller can abort it.
  const call = { accountId, tokens, deadline, signal: new AbortController().signal };
  return withDeadline(signalsOf(call), probeMs, deadlineExceeded, (signal) => {
    const attempt = async (): Promise<AttemptOutcome<boolean>> => {
      const { status, outcome } = await once(probe, token, call, signal);
      if (status === 401) return { value: false };
      return 'value' in outcome || letIn.has(outcome.failure.code) ? { value: true } : outcome;
    };
    return withRetries(attempt, rhythm, { signal, deadline, retries: new RetryBudget() });
  });
};

/**
 * A function for each call that tries it once, with a token that is good as far as is known. After a 401 it renews the
 * token and finds out what the 401 means.
 */
export const createTries =
  (deps: RenewingDeps) =>
  (ask: Ask, call: Call, signal: AbortSignal): (() => Promise<AttemptOutcome<SmapiResponse>>) => {
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

    const inquire = async (refused: string, first: Once): Promise<AttemptOutcome<SmapiResponse>> => {
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

    const attempt = async (): Promise<AttemptOutcome<SmapiResponse>> => {
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
