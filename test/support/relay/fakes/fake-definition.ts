/** A skill's definition, and how often it was read. */
import type { Smapi } from '../../../../src/amazon/smapi/client';
import { type Failure, FailureError } from '../../../../src/core/domain/failure';

type Code = Exclude<Failure['code'], 'invalid_query'>;

export const failing = (code: Code): FailureError => new FailureError({ code, message: 'No.', advice: 'None.' });

export interface Definition {
  readonly smapi: Pick<Smapi, 'locales' | 'intents'>;
  /** What was read, in order. */
  readonly read: string[];
  /** What reading fails with from now on. */
  fails: Code | undefined;
}

/** A skill with German and American models, and a locale that has none. */
export const definitionOf = (
  models: Readonly<Record<string, readonly string[]>> = {
    'de-DE': ['AMAZON.HelpIntent', 'AnswerIntent'],
    'en-US': ['AMAZON.HelpIntent', 'AnswerIntent', 'PlayIntent'],
  },
): Definition => {
  const definition: Definition = {
    read: [],
    fails: undefined,
    smapi: {
      locales: () => {
        definition.read.push('manifest');
        const { fails } = definition;
        return fails === undefined
          ? Promise.resolve([...Object.keys(models), 'en-IN'])
          : Promise.reject(failing(fails));
      },
      intents: (_, __, locale) => {
        definition.read.push(locale);
        const found = models[locale];
        return found === undefined ? Promise.reject(failing('not_found')) : Promise.resolve(found);
      },
    },
  };
  return definition;
};
