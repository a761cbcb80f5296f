/**
 * The worksheet functions. What stands here as JSDoc is what Excel shows while you type: functions.json is made of
 * it at build time, and `CustomFunctions.associate` is called for each function by the same plugin. That plugin reads one
 * file, so all functions stand here, however long it becomes, and so do the enumerations, in double quotes; they exist in
 * the metadata only.
 *
 * No argument is required in the metadata: where one of these is missing Excel calls nothing and shows a bare #VALUE!,
 * and could not say which. What is required is told first in its description, and named in the cell's error.
 */
import { inCell } from "../office/cells/cell-error";
import { runtime } from "../office/runtime";

/** @customenum {string} */
declare enum Metric {
  /** Distinct Amazon accounts that used the skill */
  uniqueCustomers = "uniqueCustomers",
  /** Accounts that enabled the skill */
  totalEnablements = "totalEnablements",
  /** Utterances sent to the skill */
  totalUtterances = "totalUtterances",
  /** Utterances that the skill handled */
  successfulUtterances = "successfulUtterances",
  /** Utterances on which the skill failed */
  failedUtterances = "failedUtterances",
  /** Sessions; for flash briefings, plays */
  totalSessions = "totalSessions",
  /** Sessions that did not end in an error */
  successfulSessions = "successfulSessions",
  /** Sessions that did not run to their end */
  incompleteSessions = "incompleteSessions",
  /** Sessions ended by the user */
  userEndedSessions = "userEndedSessions",
  /** Sessions ended by the skill */
  skillEndedSessions = "skillEndedSessions",
  /** Play queues created */
  playQueuesCount = "playQueuesCount",
  /** Duration of all play queues together */
  totalPlayQueuesDuration = "totalPlayQueuesDuration",
  /** Mean duration of a play queue */
  averagePlayQueueLength = "averagePlayQueueLength",
  /** Share of play queues that lasted 30 seconds or more */
  successfulPlayQueueRate = "successfulPlayQueueRate",
  /** Share of utterances that the skill handled */
  successRate = "successRate",
  /** Share of utterances on which the skill failed */
  failureRate = "failureRate",
  /** Share of sessions that did not run to their end */
  incompleteRate = "incompleteRate",
  /** Sessions divided by distinct customers */
  sessionsPerCustomer = "sessionsPerCustomer",
  /** Utterances divided by sessions */
  utterancesPerSession = "utterancesPerSession",
  /** Utterances divided by distinct customers */
  utterancesPerCustomer = "utterancesPerCustomer",
  /** Average daily customers divided by the customers of the week */
  stickiness = "stickiness",
}

/** @customenum {string} */
declare enum Start {
  /** Seven complete days */
  Last7Days = "last 7 days",
  /** Four complete weeks of days */
  Last28Days = "last 28 days",
  /** Ninety complete days */
  Last90Days = "last 90 days",
  /** The day before today */
  Yesterday = "yesterday",
  /** The last complete week */
  LastWeek = "last week",
  /** The last complete month */
  LastMonth = "last month",
  /** The last complete quarter */
  LastQuarter = "last quarter",
  /** From the first of this month to now */
  MonthToDate = "mtd",
  /** From January 1 to now */
  YearToDate = "ytd",
}

/** @customenum {string} */
declare enum Period {
  /** One value for the whole range */
  SINGLE = "SINGLE",
  /** One row every quarter of an hour */
  PT15M = "PT15M",
  /** One row an hour */
  PT1H = "PT1H",
  /** One row a day */
  P1D = "P1D",
  /** One row a week */
  P1W = "P1W",
  /** One row a month */
  P1M = "P1M",
  /** One row a quarter */
  P3M = "P3M",
  /** One row a year */
  P1Y = "P1Y",
}

/** @customenum {string} */
declare enum Stage {
  /** The published skill */
  live = "live",
  /** The skill in development */
  development = "development",
}

/** @customenum {string} */
declare enum SkillType {
  /** A custom skill */
  custom = "custom",
  /** A smart home skill */
  smartHome = "smartHome",
  /** A flash briefing skill */
  flashBriefing = "flashBriefing",
  /** A music skill */
  music = "music",
}

/** @customenum {number} */
declare enum Headers {
  /** No header: values only */
  None = 0,
  /** A header row */
  HeaderRow = 1,
  /** A row that identifies the skill, and a header row */
  IdentifyingRowAndHeaderRow = 2,
}

/** @customenum {string} */
declare enum Split {
  /** A row for each intent of a custom skill */
  intents = "intents",
  /** A row for each locale of the skill */
  locales = "locales",
}

/**
 * Metrics of an Alexa skill over any range: a column of times, and a column of values for each metric. Every row is a whole hour, day, week or month.
 * @customfunction SKILLMETRICS
 * @param {unknown} [skillId] Required. The skill's name or ID
 * @param {Metric[][]} [metric] Required. Such as "totalSessions", or several for a column each
 * @param {Start} [startTime] Required. A date, or words such as "last 28 days" or "last month"
 * @param {unknown} [endTime] The end, not included. If omitted: where the words of startTime end, or now
 * @param {Period} [period] A row for each "hour", "day", "week", "month" …; a day if omitted
 * @param {Stage} [stage] live or development; live if omitted
 * @param {SkillType} [skillType] The type of the skill; its own if omitted
 * @param {unknown[][]} [intent] A name, or several for a column each; all together if omitted
 * @param {unknown[][]} [locale] Such as "en-US", or several for a column each; all together if omitted
 * @param {Headers} [headers] 0 none, 1 column names, 2 skill and column names; 1 if omitted
 * @param {unknown[][]} [options] Such as "tz=Europe/Berlin; through=2026-08-31". Help lists them all
 * @param {CustomFunctions.CancelableInvocation} invocation
 * @returns {Promise<unknown[][]>} Times as Excel dates and values as numbers.
 * @helpurl https://localhost:3000/assets/help.html#SKILLMETRICS
 * @cancelable
 * @requiresAddress
 */
export function skillMetrics(
  skillId: unknown,
  metric: Metric[][],
  startTime: Start,
  endTime: unknown,
  period: Period,
  stage: Stage,
  skillType: SkillType,
  intent: unknown[][],
  locale: unknown[][],
  headers: Headers,
  options: unknown[][],
  invocation: CustomFunctions.CancelableInvocation,
): Promise<unknown[][]> {
  const args = {
    skillId,
    metric,
    startTime,
    endTime,
    period,
    stage,
    skillType,
    intent,
    locale,
    headers,
    options,
  };
  return inCell(() => runtime().cells.table(args, invocation));
}

/**
 * Metrics of an Alexa skill over a whole range, as one number; several metrics, intents or locales give one number each.
 * @customfunction SKILLTOTAL
 * @param {unknown} [skillId] Required. The skill's name or ID
 * @param {Metric[][]} [metric] Required. Such as "totalSessions", or several for a number each
 * @param {Start} [startTime] Required. A date, or words such as "last 28 days" or "last month"
 * @param {unknown} [endTime] The end, not included. If omitted: where the words of startTime end, or now
 * @param {Stage} [stage] live or development; live if omitted
 * @param {SkillType} [skillType] The type of the skill; its own if omitted
 * @param {unknown[][]} [intent] A name, or several for a number each; all together if omitted
 * @param {unknown[][]} [locale] Such as "en-US", or several for a number each; all together if omitted
 * @param {unknown[][]} [options] Such as "tz=Europe/Berlin; through=2026-08-31"
 * @param {CustomFunctions.CancelableInvocation} invocation
 * @returns {Promise<unknown[][]>} The total, or one for each cell of the ranges.
 * @helpurl https://localhost:3000/assets/help.html#SKILLTOTAL
 * @cancelable
 * @requiresAddress
 */
export function skillTotal(
  skillId: unknown,
  metric: Metric[][],
  startTime: Start,
  endTime: unknown,
  stage: Stage,
  skillType: SkillType,
  intent: unknown[][],
  locale: unknown[][],
  options: unknown[][],
  invocation: CustomFunctions.CancelableInvocation,
): Promise<unknown[][]> {
  const args = { skillId, metric, startTime, endTime, stage, skillType, intent, locale, options };
  return inCell(() => runtime().cells.total(args, invocation));
}

/**
 * The intents or locales of an Alexa skill with the largest values of a metric, each with its share, and all others.
 * @customfunction SKILLTOP
 * @param {unknown} [skillId] Required. The skill's name or ID
 * @param {Metric[][]} [metric] Required. One, such as "totalUtterances"
 * @param {Split} [by] Required. "intents" or "locales"
 * @param {Start} [startTime] Required. A date, or words such as "last 28 days" or "last month"
 * @param {unknown} [endTime] The end, not included. If omitted: where the words of startTime end, or now
 * @param {number} [n] How many rows, before "All others"; 10 if omitted
 * @param {Stage} [stage] live or development; live if omitted
 * @param {SkillType} [skillType] The type of the skill; its own if omitted
 * @param {unknown[][]} [options] Such as "locale=de-DE", "intent=PlayIntent", or "compare=previous"
 * @param {CustomFunctions.CancelableInvocation} invocation
 * @returns {Promise<unknown[][]>} A header row, and a row for each name, the largest value first.
 * @helpurl https://localhost:3000/assets/help.html#SKILLTOP
 * @cancelable
 * @requiresAddress
 */
export function skillTop(
  skillId: unknown,
  metric: Metric[][],
  by: Split,
  startTime: Start,
  endTime: unknown,
  n: number,
  stage: Stage,
  skillType: SkillType,
  options: unknown[][],
  invocation: CustomFunctions.CancelableInvocation,
): Promise<unknown[][]> {
  const args = { skillId, metric, by, startTime, endTime, n, stage, skillType, options };
  return inCell(() => runtime().cells.top(args, invocation));
}

/**
 * The Alexa skills of the account that is signed in: name, ID, stage, types, vendor and last update.
 * @customfunction ALEXASKILLS
 * @param {unknown[][]} [vendor] A vendor's name or ID, or several; all if omitted
 * @param {CustomFunctions.CancelableInvocation} invocation
 * @returns {Promise<unknown[][]>} A header row, and a row for each skill and stage, by name.
 * @helpurl https://localhost:3000/assets/help.html#ALEXASKILLS
 * @cancelable
 * @requiresAddress
 */
export function alexaSkills(
  vendor: unknown[][],
  invocation: CustomFunctions.CancelableInvocation,
): Promise<unknown[][]> {
  return inCell(() => runtime().cells.skills(vendor, invocation));
}

/**
 * The intents of an Alexa skill's interaction model, as a list without a header.
 * @customfunction ALEXAINTENTS
 * @param {unknown} [skillId] Required. The skill's name or ID
 * @param {unknown} [locale] Such as "en-US". If omitted: en-US, or the skill's first
 * @param {Stage} [stage] live or development; live if omitted
 * @param {CustomFunctions.CancelableInvocation} invocation
 * @returns {Promise<unknown[][]>} A column of names.
 * @helpurl https://localhost:3000/assets/help.html#ALEXAINTENTS
 * @cancelable
 * @requiresAddress
 */
export function alexaIntents(
  skillId: unknown,
  locale: unknown,
  stage: Stage,
  invocation: CustomFunctions.CancelableInvocation,
): Promise<unknown[][]> {
  return inCell(() => runtime().cells.intents({ skillId, locale, stage }, invocation));
}

/**
 * Where the answer to SKILLMETRICS came from: when it was fetched, what may still change, and what it cost.
 * @customfunction SKILLMETRICSINFO
 * @param {unknown} [skillId] Required, as for SKILLMETRICS
 * @param {Metric[][]} [metric] Required, as for SKILLMETRICS
 * @param {Start} [startTime] Required, as for SKILLMETRICS
 * @param {unknown} [endTime] As for SKILLMETRICS
 * @param {Period} [period] As for SKILLMETRICS
 * @param {Stage} [stage] As for SKILLMETRICS
 * @param {SkillType} [skillType] As for SKILLMETRICS
 * @param {unknown[][]} [intent] As for SKILLMETRICS
 * @param {unknown[][]} [locale] As for SKILLMETRICS
 * @param {Headers} [headers] As for SKILLMETRICS; it changes nothing here
 * @param {unknown[][]} [options] As for SKILLMETRICS; tz is the zone of the times here, too
 * @param {CustomFunctions.CancelableInvocation} invocation
 * @returns {Promise<unknown[][]>} Two columns: what, and how much.
 * @helpurl https://localhost:3000/assets/help.html#SKILLMETRICSINFO
 * @cancelable
 * @requiresAddress
 */
export function skillMetricsInfo(
  skillId: unknown,
  metric: Metric[][],
  startTime: Start,
  endTime: unknown,
  period: Period,
  stage: Stage,
  skillType: SkillType,
  intent: unknown[][],
  locale: unknown[][],
  headers: Headers,
  options: unknown[][],
  invocation: CustomFunctions.CancelableInvocation,
): Promise<unknown[][]> {
  const args = {
    skillId,
    metric,
    startTime,
    endTime,
    period,
    stage,
    skillType,
    intent,
    locale,
    headers,
    options,
  };
  return inCell(() => runtime().cells.info(args, invocation));
}
