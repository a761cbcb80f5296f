import { passErrors } from '../core/error-arguments';
import { parseFormula, type FormulaArguments, type TableOptions } from '../core/formula';
import { infoTable, nothingTable } from '../core/info';
import { intentsColumn, parseIntentsCall, usualLocale, type IntentsArguments } from '../core/intents-list';
import { infoFormats, totalFormats } from '../core/number-formats';
import { noAnswer, type Question } from '../core/question';
import { skillsTable } from '../core/skills-table';
import type { Cell } from '../core/table';
import { plainLook, skillsLook, type TableLook } from '../core/table-look';
import { parseTotal, totalTable, type TotalArguments } from '../core/total';
import type { Skill } from '../core/wire';
import type { Answers } from './answers';
import { answersFor } from './answers-for';
import type { About, CallResult } from './call-result';
import { cancellationOf, isOnlyLookedAt, type Invocation } from './invocation';
import { lookFor, type DateSystem } from './date-system';
import { createLists, type Listed, type ListSettings } from './lists';
import type { SkillName } from './questions';
import type { RelayClient } from './relay-client';
import { resultOf } from './result-of';
import { fitting } from './result-size';

/**
 * The functions beside SKILLMETRICS; see Calculation for what they give. Each call settles always, and rejects with a
 * FailureError only.
 */
export interface Companions {
  /** SKILLTOTAL: a number for each metric, intent and locale, in the shape of these arguments. */
  total(args: TotalArguments, invocation: Invocation, about?: About): Promise<CallResult | undefined>;
  /** ALEXASKILLS: a header row, and a row for each skill and stage. */
  skills(vendor: unknown, invocation: Invocation): Promise<CallResult | undefined>;
  /** ALEXAINTENTS: a column of names. */
  intents(args: IntentsArguments, invocation: Invocation): Promise<CallResult | undefined>;
  /** SKILLMETRICSINFO: where the answer came from that SKILLMETRICS gives for the same arguments. */
  info(args: FormulaArguments, invocation: Invocation, about?: About): Promise<CallResult | undefined>;
  /** The name of a skill of the account. Undefined where it cannot be had; never rejects. */
  skillName: SkillName;
}

/** The list that a call needs; undefined where somebody only looks at the formula and it is not in memory. */
const listFor = async <T>(listed: Listed<T>, invocation: Invocation): Promise<T | undefined> => {
  const known = listed.known();
  if (known !== undefined || isOnlyLookedAt(invocation)) return known;
  return listed.get(cancellationOf(invocation).signal);
};

const info =
  (options: TableOptions) =>
  (table: readonly Cell[][]): TableLook =>
    plainLook(infoFormats(table, options));

const nameIn = (
  skills: readonly Skill[] | undefined,
  { skillId, stage }: Pick<Question, 'skillId' | 'stage'>,
): string | undefined => {
  const same = (skills ?? []).filter((skill) => skill.skillId === skillId);
  return (same.find((skill) => skill.stage === stage) ?? same[0])?.name;
};

export interface CompanionSettings extends ListSettings {
  readonly answers: Answers;
  readonly relay: RelayClient;
  readonly dates: DateSystem;
  /** Tells when what is known is to be asked again. */
  readonly onForget: (forget: () => void) => void;
}

export const createCompanions = ({
  answers,
  relay,
  dates,
  onForget,
  now,
  ...settings
}: CompanionSettings): Companions => {
  const lists = createLists(relay, { now, ...settings });
  onForget(() => lists.forget());
  const listed = (points: number, layOut: () => Cell[][], look?: TableLook): CallResult => ({
    cells: () => fitting(layOut(), look?.formats),
    look: () => look,
    asOf: now(),
    points,
  });
  return {
    total: async (args, invocation, about) => {
      const request = parseTotal(args, now(), dates.known() ?? (await lookFor(dates, invocation)));
      const [first] = request.questions;
      if (first !== undefined) about?.(first);
      const found =
        request.nothingYet === undefined ? await answersFor(answers, request.questions, invocation) : [noAnswer(now())];
      return (
        found &&
        resultOf(
          request.questions,
          found,
          () => totalTable(request, found),
          () => plainLook(totalFormats(request.cells)),
        )
      );
    },
    skills: async (vendor, invocation) => {
      passErrors({ vendor });
      const shift = dates.known() ?? (await lookFor(dates, invocation));
      const skills = await listFor(lists.skills(), invocation);
      return skills && listed(skills.length, () => skillsTable(skills, vendor, shift), skillsLook);
    },
    intents: async (args, invocation) => {
      const { skillId, stage, locale } = parseIntentsCall(args);
      const locales = locale === undefined ? await listFor(lists.locales(skillId, stage), invocation) : [locale];
      if (locales === undefined) return undefined;
      const intents = await listFor(lists.intents(skillId, stage, usualLocale(locales)), invocation);
      return intents && listed(intents.length, () => intentsColumn(intents));
    },
    skillName: async (question, invocation) => {
      const skills = lists.skills();
      // The list is everybody's: a call that Excel cancels leaves it to the others.
      const listing = isOnlyLookedAt(invocation)
        ? skills.known()
        : await skills.get(new AbortController().signal).catch(() => undefined);
      return nameIn(listing, question);
    },
    info: async (args, invocation, about) => {
      const { question, table } = parseFormula(args, now(), dates.known() ?? (await lookFor(dates, invocation)));
      about?.(question);
      const { nothingYet } = table;
      if (nothingYet !== undefined)
        return resultOf([question], [noAnswer(now())], () => nothingTable(question, nothingYet, table), info(table));
      const answer = (await answersFor(answers, [question], invocation))?.[0];
      return answer && resultOf([question], [answer], () => infoTable(question, answer, table), info(table));
    },
  };
};
