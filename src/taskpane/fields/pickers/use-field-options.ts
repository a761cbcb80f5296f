import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Stage, stages } from '../../../core/domain/catalog';
import type { Instant } from '../../../core/domain/instant';
import { isSkillId } from '../../../core/query/validation';
import type { RelayClient } from '../../../office/relay/client';
import type { RecentList } from '../../../office/storage/persisted';
import { type List, useList } from '../../hooks/use-list';
import { type FieldName, type Form, namesIn } from '../../model/form';
import { entriesOf, type SkillEntry } from '../../model/skill-list';
import type { PeriodOffer } from '../../model/time/periods';

/** Where the lists come from. */
export interface FieldOptionDeps {
  readonly relay: Pick<RelayClient, 'skills' | 'locales' | 'intents'>;
  readonly recentSkills: RecentList;
  readonly recentZones: RecentList;
}

/** A list that the form offers. */
export interface FieldOption<T> {
  readonly list: List<T>;
  /** Somebody looks at it. */
  readonly want: () => void;
  readonly retry: () => void;
}

/** What the form has to offer besides what may be typed by hand. */
export interface FieldOptions {
  readonly skills: Omit<FieldOption<SkillEntry>, 'want'>;
  /** IDs of the skills used last. */
  readonly recent: readonly string[];
  /** The chosen skill, where it is one of the account's. */
  readonly skill: SkillEntry | undefined;
  readonly locales: FieldOption<string>;
  readonly intents: FieldOption<string>;
  /** The locale whose intents are offered. */
  readonly intentLocale: string | undefined;
  readonly use: (skillId: string) => void;
  /** Time zones chosen last. */
  readonly recentZones: readonly string[];
  readonly useZone: (zone: string) => void;
}

/** Keys of lists are the parts of their query in one text, so that equal ones are equal. */
const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
const partsOf = (key: string): readonly string[] => {
  const parts: unknown = JSON.parse(key);
  return Array.isArray(parts) ? parts.map(String) : [];
};
const stageOf = (text: string | undefined): Stage => stages.find((stage) => stage === text) ?? 'live';

const useRecent = (memory: RecentList): readonly [readonly string[], (item: string) => void] => {
  const [recent, setRecent] = useState<readonly string[]>([]);
  useEffect(() => {
    let here = true;
    void memory.list().then((list) => (here ? setRecent(list) : undefined));
    return () => {
      here = false;
    };
  }, [memory]);
  const use = useCallback(
    (item: string) => void memory.add(item).then(async () => setRecent(await memory.list())),
    [memory],
  );
  return [recent, use];
};

/** A list that loads when it is first opened. */
const useWanted = <T>(
  key: string | undefined,
  load: (key: string, signal: AbortSignal) => Promise<readonly T[]>,
): FieldOption<T> => {
  const [wanted, setWanted] = useState(false);
  const [list, retry] = useList(wanted ? key : undefined, load);
  const want = useCallback(() => setWanted(true), []);
  return { list, want, retry };
};

/**
 * Loads what the form offers: the skills at once, a skill's locales and intents when their list opens.
 * @param form with what its cells hold put in
 */
export const useFieldOptions = ({ relay, recentSkills, ...sources }: FieldOptionDeps, form: Form): FieldOptions => {
  const [recent, use] = useRecent(recentSkills);
  const [recentZones, useZone] = useRecent(sources.recentZones);
  const loadSkills = useCallback(
    async (_: string, signal: AbortSignal) => entriesOf(await relay.skills(signal)),
    [relay],
  );
  const loadLocales = useCallback(
    (key: string, signal: AbortSignal) => {
      const [skillId = '', stage] = partsOf(key);
      return relay.locales(skillId, stageOf(stage), signal);
    },
    [relay],
  );
  const loadIntents = useCallback(
    (key: string, signal: AbortSignal) => {
      const [skillId = '', stage, locale = ''] = partsOf(key);
      return relay.intents(skillId, stageOf(stage), locale, signal);
    },
    [relay],
  );
  const skillId = form.skillId.trim();
  const [skills, retrySkills] = useList('skills', loadSkills);
  const skill = useMemo(
    () => (skills.kind === 'ready' ? skills.items.find((one) => one.skillId === skillId) : undefined),
    [skills, skillId],
  );
  const asked = isSkillId(skillId) ? skillId : undefined;
  const locales = useWanted(asked && keyOf(asked, form.stage), loadLocales);
  const manifest = locales.list.kind === 'ready' ? locales.list.items : undefined;
  const intentLocale = namesIn(form.locale)[0] ?? skill?.locales[0] ?? manifest?.[0];
  const intents = useWanted(asked && intentLocale && keyOf(asked, form.stage, intentLocale), loadIntents);
  const wantIntents = (): void => {
    intents.want();
    // The model of a skill is that of one of its locales.
    if (intentLocale === undefined) locales.want();
  };
  return {
    skills: { list: skills, retry: retrySkills },
    recent,
    skill,
    locales,
    intents: { ...intents, want: wantIntents },
    intentLocale,
    use,
    recentZones,
    useZone,
  };
};

/** What every part of the form is given. */
export interface FormPartProps {
  readonly form: Form;
  readonly now: Instant;
  /** What there is to choose from. */
  readonly offers: FieldOptions;
  readonly periods: readonly PeriodOffer[];
  /** What is to be shown at a field. */
  readonly problemOf: (field: FieldName) => string | undefined;
  readonly onChange: (change: Partial<Form>) => void;
}
