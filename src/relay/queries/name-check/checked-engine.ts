/** Catches silent zeros: for an intent or locale that the skill doesn't have, Amazon answers with zeros. */
import { closest, distance } from 'fastest-levenshtein';
import { FailureError, invalidQuery, type Problem } from '../../../core/domain/failure';
import type { Answer, Query, Series } from '../../../core/query/query';
import type { Engine } from '../engine';
import type { QueryRequest } from '../fetching/query-run';
import type { SkillNames } from './skill-names';

/** An argument whose names are checked. */
type Argument = 'intent' | 'locale';

const isNothing = ({ values }: Series): boolean => values.every((value) => value === 0);

/** The names of an argument whose series are all empty or zero, as Amazon answers for an unknown name. */
const suspectArguments = (series: readonly Series[], argument: Argument): readonly string[] => {
  const names = new Set(series.flatMap((one) => one[argument] ?? []));
  return [...names].filter((name) => series.filter((one) => one[argument] === name).every(isNothing));
};

/** The outcome of the check of a name. */
type Verdict =
  | { readonly kind: 'known' }
  /** The skill has it in another case. */
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

/** From names as written to names as the skill has them. */
type Fixes = ReadonlyMap<string, string>;

const withNames = (query: Query, intents: Fixes, locales: Fixes): Query => {
  const fixed = (names: readonly string[], fixes: Fixes): readonly string[] => [
    ...new Set(names.map((name) => fixes.get(name) ?? name)),
  ];
  return { ...query, intents: fixed(query.intents, intents), locales: fixed(query.locales, locales) };
};

/** Relabels series with the names as written. */
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
 * Wraps an engine so that it checks intents and locales whose values are all zero against the skill's interaction
 * models and manifest. A name in another case is queried again as the skill writes it. If the skill's names can't be
 * read, the answer stands.
 *
 * @returns an engine whose `answer` also throws a FailureError `invalid_query` for a name that the skill doesn't have,
 * with a suggestion
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
