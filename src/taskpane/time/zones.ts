/** Time zones as people look for them. */

export interface ZoneChoice {
  /** UTC or an IANA zone. */
  readonly value: string;
  readonly label: string;
}

const choice = (zone: string): ZoneChoice => ({ value: zone, label: zone.replaceAll('_', ' ') });

/** More are found by typing than by scrolling. */
const shown = 40;

/** The browser's own zone and UTC first, then all that the browser knows. */
export const zoneChoices = (all: readonly string[], own: string): readonly ZoneChoice[] =>
  [...new Set([own, 'UTC', ...all])].map(choice);

/** Those whose name holds every word of what was typed; cities that begin with it come first. */
export const searchZones = (choices: readonly ZoneChoice[], typed: string): readonly ZoneChoice[] => {
  const words = typed
    .toLowerCase()
    .split(/[\s/_]+/)
    .filter(Boolean);
  const found = choices.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
  const begins = ({ label }: ZoneChoice): boolean =>
    label
      .toLowerCase()
      .split('/')
      .some((part) => part.startsWith(words[0] ?? ''));
  const all = words.length === 0 ? choices : [...found.filter(begins), ...found.filter((one) => !begins(one))];
  return all.slice(0, shown);
};

const offsets = new Map<string, string>();

/** How far a zone's clocks are ahead of UTC now, such as GMT+2. */
export const offsetText = (zone: string, now: number): string => {
  const key = `${zone} ${Math.floor(now / 3_600_000)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' });
  const offset = format.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  offsets.set(key, offset);
  return offset;
};
