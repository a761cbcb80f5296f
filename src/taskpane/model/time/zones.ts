/** Time zones as people look for them. */

export interface ZoneChoice {
  /** UTC or an IANA zone. */
  readonly value: string;
  /** The city, and then the region. */
  readonly label: string;
  readonly group: string;
}

/** More are found by typing than by scrolling. */
const shown = 40;

const partsOf = (zone: string): readonly string[] => zone.replaceAll('_', ' ').split('/').reverse();

const choice = (value: string, group: string): ZoneChoice => ({ value, label: partsOf(value).join(', '), group });

const byName = (one: ZoneChoice, other: ZoneChoice): number => one.label.localeCompare(other.label, 'en');

/** The browser's own zone and UTC first, then those chosen last, then all that the browser knows by name; each once. */
export const zoneChoices = (all: readonly string[], own: string, recent: readonly string[]): readonly ZoneChoice[] => {
  const first = [...new Set([own, 'UTC'])];
  const then = recent.filter((zone) => !first.includes(zone));
  const others = all.filter((zone) => !first.includes(zone) && !then.includes(zone));
  return [
    ...first.map((zone) => choice(zone, 'Your time zone, UTC')),
    ...then.map((zone) => choice(zone, 'Recent')),
    ...others.map((zone) => choice(zone, 'All')).sort(byName),
  ];
};

const wordsIn = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[\s/_,]+/)
    .filter(Boolean);

/** Those whose name holds every word of what was typed; cities that begin with it come first. */
export const searchZones = (choices: readonly ZoneChoice[], typed: string): readonly ZoneChoice[] => {
  const words = wordsIn(typed);
  if (words.length === 0) return choices.slice(0, shown);
  const found = choices.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
  const begins = ({ value }: ZoneChoice): boolean =>
    partsOf(value).some((part) => part.toLowerCase().startsWith(words[0] ?? ''));
  // One list: groups would be torn apart.
  return [...found.filter(begins), ...found.filter((one) => !begins(one))]
    .slice(0, shown)
    .map((one) => ({ ...one, group: 'Found' }));
};

/** The one zone whose city was typed: "Berlin" is Europe/Berlin. */
export const zoneNamed = (choices: readonly ZoneChoice[], typed: string): string | undefined => {
  const city = wordsIn(typed).join(' ');
  const [first, ...others] = choices.filter(({ value }) => partsOf(value)[0]?.toLowerCase() === city);
  return others.length === 0 ? first?.value : undefined;
};

const offsets = new Map<string, string>();

/** How far a zone's clocks are ahead of UTC now, such as GMT+2. */
export const zoneOffsetText = (zone: string, now: number): string => {
  const key = `${zone} ${Math.floor(now / 3_600_000)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' });
  const offset = format.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  offsets.set(key, offset);
  return offset;
};
