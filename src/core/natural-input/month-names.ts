/** Names of months in the languages that people write dates in. */
import { plain } from './match';

/** English, German, French, Spanish, Italian, Portuguese, Dutch and Swedish, without accents. */
const names = [
  'january januar janvier enero gennaio janeiro januari',
  'february februar fevrier febrero febbraio fevereiro februari',
  'march marz maerz mars marzo marco maart',
  'april avril abril aprile',
  'may mai mayo maggio maio mei maj',
  'june juni juin junio giugno junho',
  'july juli juillet julio luglio julho',
  'august aout agosto augustus augusti',
  'september septembre septiembre settembre setembro',
  'october oktober octobre octubre ottobre outubro',
  'november novembre noviembre novembro',
  'december dezember decembre diciembre dicembre dezembro',
].map((line) => line.split(' '));

/** The month, 1 to 12, of a name or its first three letters or more; undefined where it is none, or of several. */
export const monthOf = (word: string): number | undefined => {
  const text = plain(word);
  if (!/^\p{L}{3,}$/u.test(text)) return undefined;
  const found = names.flatMap((all, index) => (all.some((name) => name.startsWith(text)) ? [index + 1] : []));
  return found.length === 1 ? found[0] : undefined;
};

const english = names.map(([name = '']) => name.charAt(0).toUpperCase() + name.slice(1));

/** A month's English name. */
export const monthName = (month: number): string => english[month - 1] ?? '';
