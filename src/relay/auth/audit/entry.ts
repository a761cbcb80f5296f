import * as v from 'valibot';

const optionalText = v.exactOptional(v.string());
const optionalCount = v.exactOptional(v.number());

/** Something that somebody did, or was refused. It holds no secrets, names, or email addresses. */
export const auditEntry = v.object({
  /** When, in ISO 8601. */
  at: v.string(),
  event: v.picklist(['sign_in', 'sign_out', 'revoked', 'refused', 'query']),
  /** `signed_in`, `signed_out`, `result`, the code of a failure, or the setting of a limit. */
  outcome: v.string(),
  /** The ID of the account at Amazon. Absent: a stranger. */
  who: optionalText,
  /** The sender's address; of IPv6 the /64 network. */
  address: optionalText,
  skillId: optionalText,
  metrics: v.exactOptional(v.array(v.string())),
  stage: optionalText,
  period: optionalText,
  /** The range of the query, in ISO 8601. */
  startTime: optionalText,
  endTime: optionalText,
  /** Requests to Amazon that the query took. */
  requests: optionalCount,
  points: optionalCount,
  /** How often the same happened within the second, or for refusals the minute. Absent: once. */
  times: optionalCount,
});
export type AuditEntry = v.InferOutput<typeof auditEntry>;

/** Entries that are stored together. */
export const auditBlock = v.array(auditEntry);
