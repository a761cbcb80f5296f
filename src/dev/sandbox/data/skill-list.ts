import { faults } from '../faults/faults';
import type { Stage } from './metrics';
import { type PlantedEvent, plantedEvents } from './planted-events';
import { between, keyOf } from './random';
import type { Api, Share, Skill } from './skill';

export const vendors = {
  studio: { id: 'M1SANDBOXSTUDIO', name: 'Lighthouse Voice Studio' },
  harbor: { id: 'M2SANDBOXHARBOR', name: 'Harbor Apps' },
  empty: { id: 'M3SANDBOXEMPTY', name: 'A Brand-New Vendor' },
  faults: { id: 'M4SANDBOXFAULTS', name: 'Fault Laboratory' },
} as const;

/** The skill of the examples: always lively. */
export const dailyTriviaId = 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10';

const intentsOf = (custom: readonly (readonly [string, number])[]): readonly Share[] =>
  [...custom, ['AMAZON.HelpIntent', 3], ['AMAZON.StopIntent', 8], ['AMAZON.FallbackIntent', 4]].map(
    ([name, weight]) => ({ name: String(name), weight: Number(weight) }),
  );

const themes = {
  quiz: intentsOf([
    ['AnswerIntent', 46],
    ['StartQuizIntent', 22],
    ['NextQuestionIntent', 12],
    ['ScoreIntent', 6],
    ['AMAZON.RepeatIntent', 5],
  ]),
  story: intentsOf([
    ['PlayStoryIntent', 40],
    ['ChooseIntent', 30],
    ['AMAZON.ResumeIntent', 15],
  ]),
  coach: intentsOf([
    ['StartSessionIntent', 38],
    ['LogProgressIntent', 22],
    ['TodayIntent', 18],
    ['AMAZON.YesIntent', 16],
  ]),
  lookup: intentsOf([
    ['FindIntent', 52],
    ['DetailsIntent', 20],
    ['NearMeIntent', 12],
  ]),
} as const;

type Theme = keyof typeof themes;

const world = ['en-US', 'en-GB', 'en-CA', 'en-AU', 'en-IN'];
const both: readonly Stage[] = ['live', 'development'];
const live: readonly Stage[] = ['live'];
const dev: readonly Stage[] = ['development'];

type Row = readonly [
  name: string,
  kind: Theme | Exclude<Api, 'custom'>,
  locales: readonly string[],
  launched: string,
  perDay: number,
  stages?: readonly Stage[],
];

const studio: readonly Row[] = [
  ['Word Ladder', 'quiz', world, '2019-05-14', 4200],
  ['Capital Cities Challenge', 'quiz', ['en-US', 'en-GB'], '2020-02-03', 2600],
  ['Logo Quiz', 'quiz', ['en-US', 'de-DE', 'fr-FR'], '2021-09-20', 1900],
  ['Kopfrechnen für Kinder', 'quiz', ['de-DE'], '2022-01-17', 1450],
  ['Le Mot Mystère', 'quiz', ['fr-FR', 'fr-CA'], '2021-03-08', 980],
  ['¿Verdadero o Falso?', 'quiz', ['es-ES', 'es-MX', 'es-US'], '2020-11-02', 1720],
  ['クイズの森', 'quiz', ['ja-JP'], '2022-06-13', 2300],
  ['हर दिन एक सवाल', 'quiz', ['hi-IN', 'en-IN'], '2023-08-15', 640],
  ['سؤال وجواب', 'quiz', ['ar-SA'], '2024-02-11', 720],
  ['חידון הבוקר', 'quiz', ['en-US'], '2024-10-06', 85],
  ['Qual è la capitale?', 'quiz', ['it-IT'], '2022-03-21', 560],
  ['Quem Sou Eu?', 'quiz', ['pt-BR'], '2021-07-05', 1340],
  ['Bedtime Stories', 'story', world, '2018-10-30', 6800],
  ['Mystery at Midnight', 'story', ['en-US', 'en-GB'], '2022-10-31', 1100],
  ['Gute-Nacht-Geschichten', 'story', ['de-DE'], '2019-11-11', 2900],
  ['Space Rangers', 'story', ['en-US'], '2023-05-04', 760],
  ['The Haunted Lighthouse', 'story', ['en-US', 'en-CA'], '2020-10-13', 430],
  ['Dragon’s Choice', 'story', world, '2024-07-22', 890],
  ['Histoires du Soir', 'story', ['fr-FR'], '2021-12-06', 610],
  ['Seven-Minute Stretch', 'coach', ['en-US', 'en-GB', 'en-AU'], '2020-04-01', 2450],
  ['Mindful Moment', 'coach', world, '2019-01-07', 3900],
  ['Couch to Five', 'coach', ['en-US', 'en-GB'], '2023-01-02', 1250],
  ['Water Reminder Coach', 'coach', ['en-US'], '2021-06-21', 540],
  ['Sprachtrainer Englisch', 'coach', ['de-DE'], '2022-09-05', 830],
  ['Practice Piano', 'coach', ['en-US'], '2024-09-02', 210],
  ['Kettle Bells and Whistles', 'coach', ['en-GB'], '2025-01-06', 150],
  ['Recipe Finder', 'lookup', ['en-US', 'en-CA', 'en-GB'], '2018-03-19', 5100],
  ['Local Farmers’ Markets', 'lookup', ['en-US'], '2021-05-17', 320],
  ['Tide Tables', 'lookup', ['en-US', 'en-GB', 'en-AU'], '2019-08-05', 470],
  ['Bus Times', 'lookup', ['en-GB'], '2020-07-13', 1650],
  ['Abfallkalender', 'lookup', ['de-DE'], '2021-02-22', 940],
  ['Pollenflug heute', 'lookup', ['de-DE'], '2023-03-20', 380],
  ['Museum Guide', 'lookup', ['en-US', 'fr-FR', 'it-IT', 'es-ES'], '2024-04-08', 260],
  [
    'The Complete and Unabridged Encyclopedia of Everyday Questions, with Answers for the Whole Family, Volume One',
    'lookup',
    ['en-US'],
    '2022-12-05',
    175,
  ],
  ['Brand-New Riddles', 'quiz', ['en-US', 'en-GB'], '2026-10-12', 1800],
  ['Trivia Night (unreleased)', 'quiz', ['en-US'], '2027-03-01', 900, dev],
  ['Internal Test Harness', 'lookup', ['en-US'], '2025-06-02', 40, dev],
  ['Retired Riddles', 'quiz', ['en-US'], '2018-02-05', 60, live],
  ['Hallway Lights', 'smartHome', ['en-US', 'en-GB', 'de-DE'], '2019-04-15', 18500],
  ['Northwind Thermostats', 'smartHome', ['en-US', 'en-CA'], '2018-09-10', 26400],
  ['Rollladen zuhause', 'smartHome', ['de-DE'], '2021-10-18', 7400],
  ['Garden Sprinkler', 'smartHome', ['en-AU', 'en-US'], '2022-04-25', 1900],
  ['Garage Guard', 'smartHome', ['en-US'], '2020-05-11', 3300],
  ['Aquarium Keeper', 'smartHome', ['en-US', 'ja-JP'], '2023-11-27', 480],
  ['Smart Plug Lab', 'smartHome', ['en-US'], '2026-01-19', 25, dev],
  ['Harbor Morning News', 'flashBriefing', ['en-US'], '2018-06-04', 9200],
  ['One-Minute Markets', 'flashBriefing', ['en-US', 'en-GB'], '2019-02-18', 4700],
  ['Wetter in einer Minute', 'flashBriefing', ['de-DE'], '2020-01-13', 3600],
  ['Science Snack', 'flashBriefing', ['en-US', 'en-IN'], '2021-08-23', 1500],
  ['Les titres du matin', 'flashBriefing', ['fr-FR'], '2022-05-30', 1250],
  ['Local High-School Sports', 'flashBriefing', ['en-US'], '2023-09-11', 190],
  ['Ocean Sounds Radio', 'music', ['en-US', 'en-GB', 'en-CA'], '2019-07-22', 12600],
  ['Jazz at the Pier', 'music', ['en-US'], '2020-08-17', 3100],
  ['Podcast Harbor', 'music', ['en-US', 'de-DE'], '2022-02-28', 2700],
  ['Radio Küstenwind', 'music', ['de-DE'], '2021-04-12', 1850],
  ['Lullaby Station', 'music', ['en-US', 'es-US'], '2024-01-29', 960],
  ['Harbor Cams', 'video', ['en-US'], '2021-11-15', 350],
  ['Cooking Channel Demo', 'video', ['en-US', 'en-GB'], '2023-02-13', 120],
];

const harbor: readonly Row[] = [
  ['Ferry Times', 'lookup', ['en-US'], '2020-06-15', 870],
  ['Knots and Splices', 'coach', ['en-US', 'en-GB'], '2022-07-04', 140],
  ['Harbor Radio', 'music', ['en-US'], '2021-01-25', 2100],
  ['Dock Lights', 'smartHome', ['en-US'], '2023-06-19', 1300],
];

const hex = (name: string, salt: number): string => keyOf(name, salt).toString(16).padStart(8, '0');

/** An id in the form of a random UUID that follows from the name. */
const idOf = (name: string): string => {
  const [a, b, c, d] = [hex(name, 0), hex(name, 1), hex(name, 2), hex(name, 3)];
  return `amzn1.ask.skill.${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
};

const isTheme = (kind: Row[1]): kind is Theme => kind in themes;

const skillOf = (vendorId: string, [name, kind, locales, launched, perDay, stages = both]: Row): Skill => ({
  id: idOf(name),
  vendorId,
  name,
  nameByLocale: Object.fromEntries(locales.map((locale) => [locale, name])),
  api: isTheme(kind) ? 'custom' : kind,
  stages,
  locales: locales.map((locale, index) => ({
    name: locale,
    weight: between(0.6, 1.4, keyOf(name), index) / (index + 1),
  })),
  withoutModel: locales.filter((locale) => locale === 'en-IN'),
  intents: isTheme(kind) ? themes[kind] : [],
  launchedAt: Date.parse(`${launched}T00:00:00Z`),
  perDay,
});

const dailyTrivia: Skill = {
  ...skillOf(vendors.studio.id, ['Daily Trivia', 'quiz', ['en-US', 'en-GB', 'de-DE'], '2023-02-06', 8400]),
  id: dailyTriviaId,
  nameByLocale: { 'en-US': 'Daily Trivia', 'en-GB': 'Daily Trivia', 'de-DE': 'Tägliches Quiz' },
  locales: [
    { name: 'en-US', weight: 6 },
    { name: 'en-GB', weight: 2.5 },
    { name: 'de-DE', weight: 1.5 },
  ],
};

const faultSkills = faults.map(({ id, name }): Skill => ({
  ...skillOf(vendors.faults.id, [name, 'quiz', ['en-US', 'en-GB'], '2023-01-01', 2000, live]),
  id,
}));

/** Launched so long before their first event that growth has become slow by then. */
const planted: readonly (readonly [Row, readonly PlantedEvent[]])[] = [
  [['Lighthouse Log', 'coach', ['en-US'], '2022-09-05', 1500], plantedEvents.byDay],
  [['Signal Flags', 'quiz', ['de-DE'], '2022-09-05', 14000], plantedEvents.byHour],
];

/** Every skill of the sandbox, the example first. */
export const skills: readonly Skill[] = [
  dailyTrivia,
  ...studio.map((row) => skillOf(vendors.studio.id, row)),
  ...harbor.map((row) => skillOf(vendors.harbor.id, row)),
  ...planted.map(([row, events]) => ({ ...skillOf(vendors.harbor.id, row), events })),
  ...faultSkills,
];

const byId = new Map(skills.map((skill) => [skill.id, skill]));

export const skillOfId = (id: string): Skill | undefined => byId.get(id);
