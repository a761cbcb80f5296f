import { distance } from 'fastest-levenshtein';

/** Shorter names, such as HOST, are like too many others. */
const shortest = 8;
/** A letter left out, one too many, or two that have changed places. */
const mostApart = 2;

/** A variable that is no setting, but nearly one. */
export interface Misspelt {
  readonly given: string;
  readonly meant: string;
}

/** The first variable whose name is nearly that of a setting; undefined when there is none. */
export const misspeltIn = (given: readonly string[], settings: readonly string[]): Misspelt | undefined => {
  const known = new Set(settings);
  for (const name of given) {
    if (known.has(name) || name.length < shortest) continue;
    const meant = settings.find(
      (setting) => setting.length >= shortest && distance(name.toUpperCase(), setting) <= mostApart,
    );
    if (meant !== undefined) return { given: name, meant };
  }
  return undefined;
};
