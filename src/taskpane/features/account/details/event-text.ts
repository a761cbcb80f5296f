import type { OpenSession, RecordedEvent } from '../../../../core/protocol/account';

const clock = new Intl.DateTimeFormat('en', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant on this computer's clock, as `Nov 3, 14:05`. */
export const clockText = (instant: number): string => clock.format(instant);

const outcomes: Readonly<Record<string, string>> = {
  sign_in_required: 'not signed in',
  forbidden: 'no access',
  not_found: 'not found',
  throttled: 'too many requests',
  unavailable: 'Amazon unavailable',
  deadline_exceeded: 'took too long',
  cancelled: 'canceled',
  invalid_query: 'not a valid query',
};

const queryText = ({ metrics = [], outcome, requests, times }: RecordedEvent): string => {
  const asked =
    metrics.length > 2 ? `${metrics.slice(0, 2).join(', ')} and ${metrics.length - 2} more` : metrics.join(', ');
  const often = times === undefined ? '' : ` (${times} times)`;
  if (outcome !== 'result') return `${asked}: ${outcomes[outcome] ?? outcome.replaceAll('_', ' ')}${often}`;
  if (requests === undefined || requests === 0) return `${asked}${often}`;
  return `${asked}: ${requests} ${requests === 1 ? 'request' : 'requests'} to Amazon${often}`;
};

/** What happened, in a few words. */
export const eventText = (event: RecordedEvent): string => {
  switch (event.event) {
    case 'sign_in':
      return 'Signed in';
    case 'sign_out':
      return event.outcome === 'signed_out_elsewhere' ? 'Signed out from another device' : 'Signed out';
    case 'revoked':
      return 'Amazon ended the access';
    case 'refused':
      return event.outcome.startsWith('LIMIT_') || /_PER_(PERSON|SESSION)$/.test(event.outcome)
        ? 'Refused: too many requests'
        : `Refused: ${outcomes[event.outcome] ?? event.outcome.replaceAll('_', ' ')}`;
    case 'query':
      return queryText(event);
  }
};

/** Where a session is, as `Excel on Mac`. */
export const deviceText = ({ device, current }: OpenSession): string =>
  `${device ?? 'A device'}${current ? ' (this one)' : ''}`;
