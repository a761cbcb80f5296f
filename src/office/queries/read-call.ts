import { type Failure, FailureError, invalidQuery } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { skillIdOf } from '../../core/formula/argument-reader';
import { namesOf, passErrors } from '../../core/formula/cell-input';
import type { FormulaArguments } from '../../core/formula/parse-formula';
import { otherType, ownSkill, skillNeeds } from '../../core/natural-input/own-skill';
import type * as words from '../../core/natural-input/parse-natural';
import type { Skill } from '../../core/protocol/stream';
import { type Answer, pointsIn, type Query } from '../../core/query/query';
import type { SerialShift } from '../../core/time/excel-time';
import { cancellationOf, type Invocation, isValuePreview } from '../cells/call-result';
import { type DateSystem, lookFor } from '../cells/date-system';
import { unlessAborted } from '../lib/async';
import type { CachedList } from './list-cache';

/** What reading a call needs. */
export interface CallDeps {
  readonly now: () => Instant;
  readonly dates: DateSystem;
  /** The account's skills. */
  readonly skills: () => Promise<CachedList<readonly Skill[]>>;
  /** Loads the parser of natural input, which few cells need. */
  readonly words: () => Promise<Pick<typeof words, 'parseInWords'>>;
}

/** A parsed call. */
export interface ReadCall<T> {
  /** The result of the function's parser. */
  readonly request: T;
  /**
   * Checks the skill's type if all values are zero: Amazon answers a query of the wrong type with zeros.
   *
   * @throws {FailureError} `invalid_query` when the skill is of another type, `not_found` when its type is unknown
   */
  check(query: Query, answers: readonly Answer[]): Promise<void>;
}

type Parse<Args, T> = (args: Args, now: Instant, serialShift: SerialShift) => T;

/** The account's skills, or why they are unavailable. */
interface Skills {
  readonly list?: readonly Skill[];
  readonly failure?: FailureError;
}

const unknownType: Failure = {
  code: 'not_found',
  message: "Amazon has only zeros for this as a custom skill, and your list of skills doesn't tell the skill's type.",
  advice: 'Enter its type as skillType, such as "custom" or "flashBriefing".',
};

const hasOnlyZeros = (answers: readonly Answer[]): boolean =>
  answers.every(({ series }) => series.every(({ values }) => values.every((value) => value === 0)));

const isMistake = (error: unknown): boolean =>
  error instanceof FailureError && error.failure.code === 'invalid_query' && error.failure.cellError === undefined;

/** The skills or their failure; neither in a preview when they aren't in memory. */
const skillsFor = async ({ skills }: CallDeps, invocation: Invocation): Promise<Skills> => {
  const { signal } = cancellationOf(invocation);
  try {
    const listed = await unlessAborted(signal, skills());
    const known = listed.known();
    if (known !== undefined) return { list: known };
    return isValuePreview(invocation) ? {} : { list: await listed.get(signal) };
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code === 'cancelled') throw error;
    return { failure: error };
  }
};

/** Adds the skill's own type to the arguments of a call that gives the skill's ID. */
const withOwnType = <Args extends Partial<FormulaArguments>>(args: Args, list: readonly Skill[]): Args => {
  const own = ownSkill(list, skillIdOf(namesOf(args.skillId).join()))?.types[0];
  return own === undefined ? args : { ...args, skillType: own };
};

const createCheck =
  (isTypeOmitted: boolean, skills: Skills, sources: CallDeps, invocation: Invocation): ReadCall<unknown>['check'] =>
  async (query, answers) => {
    if (!hasOnlyZeros(answers) || isValuePreview(invocation)) return;
    const { list = [] } = skills.list === undefined ? await skillsFor(sources, invocation) : skills;
    const own = ownSkill(list, query.skillId);
    if (own !== undefined && own.types.length > 0) {
      if (!own.types.includes(query.skillType)) throw new FailureError(invalidQuery([otherType(own, query.skillType)]));
    } else if (isTypeOmitted && answers.some((answer) => pointsIn(answer) > 0)) throw new FailureError(unknownType);
  };

/**
 * Reads a call by the function's strict grammar, or failing that, as natural input. Skill names, omitted skill types
 * and languages need the list of the account's skills. The call waits for it, so that a formula means the same whether
 * or not the list is in memory. If the list is unavailable, an omitted type is assumed to be custom, and `check`
 * catches the zeros of a wrong assumption.
 *
 * @param parse the function's strict parser
 * @returns undefined in a preview when the list of skills is needed and isn't in memory
 * @throws {FailureError} `invalid_query` for a mistake in the arguments, `cancelled` when Excel cancels the call, and
 * the failures of the list of skills
 */
export const readCall = async <Args extends Partial<FormulaArguments>, T>(
  parse: Parse<Args, T>,
  args: Args,
  invocation: Invocation,
  sources: CallDeps,
): Promise<ReadCall<T> | undefined> => {
  const { signal } = cancellationOf(invocation);
  passErrors(args);
  const { now, dates } = sources;
  const serialShift = dates.known() ?? (await lookFor(dates, invocation));
  const needs = skillNeeds(args);
  const skills = needs.names || needs.type ? await skillsFor(sources, invocation) : {};
  if (needs.names && skills.failure !== undefined) throw skills.failure;
  const strict = (written: Args): T => parse(written, now(), serialShift);
  const inWords = async (error: unknown): Promise<T> => {
    if (!isMistake(error)) throw error;
    // If the parser can't be loaded, the strict parser's message serves.
    const words = await unlessAborted(
      signal,
      sources.words().catch(() => undefined),
    );
    if (words === undefined) throw error;
    return words.parseInWords(strict, args, { now: now(), serialShift, skills: skills.list });
  };
  const isUnknown = (needs.names || needs.type) && skills.list === undefined && skills.failure === undefined;
  if (isUnknown && needs.names) return undefined;
  let request: T;
  try {
    request = strict(needs.type ? withOwnType(args, skills.list ?? []) : args);
  } catch (error) {
    request = await inWords(error);
  }
  if (isUnknown) return undefined;
  signal.throwIfAborted();
  // The query would fail, too, but with a less specific reason.
  if (skills.failure?.failure.code === 'sign_in_required') throw skills.failure;
  return { request, check: createCheck(needs.type, skills, sources, invocation) };
};
