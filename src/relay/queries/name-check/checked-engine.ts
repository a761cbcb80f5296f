/** Answers without silent zeros: what is nothing but zeros may be of a name that the skill does not have. */
import { FailureError, invalidQuery, type Problem } from '../../../core/domain/failure';
import type { Answer, Query, Series } from '../../../core/query/question';
import type { Engine } from '../engine';
import type { QueryRequest } from '../fetching/query-run';
import type { SkillNames } from './skill-names';
import { closest, distance } from 'fastest-levenshtein';

/** What to make of an intent or locale of which Amazon has nothing but zeros. */
type Argument = 'intent' | 'locale';

const isNothing = ({ values }: Series): boolean => values.every((value) => value === 0);

/** The names of one argument of which all columns are zeros, or empty: Amazon says no more of a name that it does not know. */
const suspectArguments = (series: readonly Series[], argument: Argument): readonly string[] => {
  const names = new Set(series.flatMap((one) => one[argument] ?? []));
  return [...names].filter((name) => series.filter((one) => one[argument] === name).every(isNothing));
};

/** What a doubtful name turns out to be. */
type Verdict =
  | { readonly kind: 'known' }
  /** Written in another case than the skill's. */
  | { readonly kind: 'meant'; readonly name: string }
  | { readonly kind: 'wrong'; readonly problem: Problem };

const shown = 10;

const alternatives = (argument: Argument, name: string, names: readonly string[]): string => {
  const near = closest(
    name.toLowerCase(),
    names.map((one) => one.toLowerCase()),
  );
  const found = names.find((one) => one.toLowerCase() === near);
  if (found !== undefined && distance(name.toLowerCase(), near) <= Math.max(2, name.length / 4))
    return `did you mean ${found}?`;
  const more = names.length > shown ? `, and ${names.length - shown} more` : '';
  return names.length === 0 ? `leave ${argument} out` : `it has ${names.slice(0, shown).join(', ')}${more}`;
};

const judge = (argument: Argument, name: string, names: readonly string[]): Verdict => {
  if (names.includes(name)) return { kind: 'known' };
  const meant = names.find((one) => one.toLowerCase() === name.toLowerCase());
  if (meant !== undefined) return { kind: 'meant', name: meant };
  const hint = alternatives(argument, name, names);
  const accepted = `the skill has no such ${argument}; ${hint}`;
  const message = `The skill has no ${argument} "${name}". ${hint.charAt(0).toUpperCase()}${hint.slice(1)}${hint.endsWith('?') ? '' : '.'}`;
  return { kind: 'wrong', problem: { argument, value: name, accepted, message } };
};

/** Names as they were written, and as the skill has them. */
type Fixes = ReadonlyMap<string, string>;

const withNames = (query: Query, intents: Fixes, locales: Fixes): Query => {
  const fixed = (names: readonly string[], fixes: Fixes): readonly string[] => [
    ...new Set(names.map((name) => fixes.get(name) ?? name)),
  ];
  return { ...query, intents: fixed(query.intents, intents), locales: fixed(query.locales, locales) };
};

/** The series under the names as they were written. */
const underNames = (series: readonly Series[], answer: Answer, intents: Fixes, locales: Fixes): readonly Series[] =>
  series.map((written) => {
    const meant = (name: string | undefined, fixes: Fixes): string | undefined => (name && fixes.get(name)) ?? name;
    const found = answer.series.find(
      ({ metric, intent, locale }) =>
        metric === written.metric &&
        intent === meant(written.intent, intents) &&
        locale === meant(written.locale, locales),
    );
    const { intent, locale } = written;
    return {
      ...(found ?? written),
      ...(intent === undefined ? {} : { intent }),
      ...(locale === undefined ? {} : { locale }),
    };
  });

/**
 * An engine that holds intents and locales of which Amazon has nothing but zeros against the skill's interaction models and
 * manifest. One in another case is asked as the skill has it; one that the skill does not have fails as `invalid_query`
 * with what may have been meant. Where they cannot be read, the answer stands.
 */
export const checkedEngine = (engine: Engine, names: SkillNames): Engine => {
  const verdicts = async (
    asked: QueryRequest,
    answer: Answer,
    argument: Argument,
  ): Promise<ReadonlyMap<string, Verdict>> => {
    const doubts = suspectArguments(answer.series, argument);
    if (doubts.length === 0) return new Map();
    const { accountId, tokens, signal, query } = asked;
    const owner = { accountId, tokens, signal, skillId: query.skillId, stage: query.stage };
    const known = await (argument === 'intent' ? names.intents(owner) : names.locales(owner));
    return new Map(known === undefined ? [] : doubts.map((name) => [name, judge(argument, name, known)]));
  };
  const fixesIn = (found: ReadonlyMap<string, Verdict>): Fixes =>
    new Map([...found].flatMap(([name, verdict]) => (verdict.kind === 'meant' ? [[name, verdict.name]] : [])));

  return {
    answer: async (asked) => {
      const answer = await engine.answer(asked);
      const [ofIntents, ofLocales] = await Promise.all([
        verdicts(asked, answer, 'intent'),
        verdicts(asked, answer, 'locale'),
      ]);
      const problems = [...ofIntents.values(), ...ofLocales.values()].flatMap((verdict) =>
        verdict.kind === 'wrong' ? [verdict.problem] : [],
      );
      if (problems.length > 0) throw new FailureError(invalidQuery(problems));
      const [intents, locales] = [fixesIn(ofIntents), fixesIn(ofLocales)];
      if (intents.size + locales.size === 0) return answer;
      const again = await engine.answer({ ...asked, query: withNames(asked.query, intents, locales) });
      return {
        ...again,
        series: underNames(answer.series, again, intents, locales),
        requests: answer.requests + again.requests,
        pages: answer.pages + again.pages,
        requestIds: [...answer.requestIds, ...again.requestIds],
      };
    },
    forget: async (accountId) => {
      names.forget(accountId);
      await engine.forget(accountId);
    },
    hear: (accountId) => engine.hear(accountId),
  };
};
