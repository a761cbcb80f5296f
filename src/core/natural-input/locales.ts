/** The locale of a skill that people mean by a language or a country. */
import { listText } from '../query/phrases';
import { localeOf } from '../query/validation';
import { letters, type Meant } from './match';

/** Further names of countries that people use. */
const countries: Readonly<Record<string, readonly string[]>> = {
  US: ['usa', 'america', 'unitedstatesofamerica'],
  GB: ['uk', 'britain', 'greatbritain', 'england'],
};

const names = (of: 'language' | 'region', code: string, languages: readonly string[]): readonly string[] =>
  languages.flatMap((language) => {
    const name = new Intl.DisplayNames([language], { type: of, fallback: 'none' }).of(code);
    return name === undefined ? [] : [name];
  });

/** All names of a locale: codes, and names in English and its own language. */
const namesOf = (locale: string): readonly string[] => {
  // For any other text, Intl.DisplayNames throws.
  if (localeOf(locale) === undefined) return [letters(locale)];
  const [language = '', region = ''] = locale.split('-');
  const spoken = ['en', language];
  const [languages, regions] = [names('language', language, spoken), names('region', region, spoken)];
  const both = languages.flatMap((one) => regions.flatMap((other) => [`${one}${other}`, `${other}${one}`]));
  return [language, region, ...languages, ...regions, ...both, ...(countries[region] ?? [])].map(letters);
};

/** More locales than this are hard to read in a message. */
const readable = 6;

const listed = (locales: readonly string[]): string =>
  locales.length > readable
    ? `${locales.slice(0, readable - 1).join(', ')} and ${locales.length - readable + 1} more`
    : listText(locales, 'and');

/** A skill's name and its locales. */
export interface LocalesOf {
  readonly skillName: string;
  readonly locales: readonly string[];
}

/**
 * The locale that a text names.
 *
 * @param skill `undefined` if its locales aren't known: then only codes such as en-US are understood
 */
export const localeMeant = (text: string, skill: LocalesOf | undefined): Meant<string> => {
  const code = localeOf(text);
  if (code !== undefined) return { value: code };
  if (skill === undefined) return { wrong: `locale can't be "${text}". Enter a locale such as en-US.` };
  const { skillName, locales } = skill;
  const typed = letters(text);
  const [found, ...others] = locales.filter((locale) => namesOf(locale).includes(typed));
  if (found === undefined) return { wrong: `${skillName} has no locale "${text}". It has ${listed(locales)}.` };
  if (others.length === 0) return { value: found };
  return {
    wrong: `"${text}" could be ${listText([found, ...others], 'or')} of ${skillName}. Enter one of them, or a range with several.`,
  };
};
