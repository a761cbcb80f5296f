import type { Stage } from './metrics';
import type { PlantedEvent } from './planted-events';

/** The APIs of a skill as SMAPI's list names them. */
export type Api = 'custom' | 'smartHome' | 'flashBriefing' | 'music' | 'video';

/** A name with its part of the traffic; the parts of a list need not add up to one. */
export interface Share {
  readonly name: string;
  readonly weight: number;
}

export interface Skill {
  readonly id: string;
  readonly vendorId: string;
  /** Its name where no locale has another. */
  readonly name: string;
  readonly nameByLocale: Readonly<Record<string, string>>;
  readonly api: Api;
  readonly stages: readonly Stage[];
  readonly locales: readonly Share[];
  /** Locales of a custom skill that have no interaction model yet. */
  readonly withoutModel: readonly string[];
  /** Empty for all but custom skills. */
  readonly intents: readonly Share[];
  /** UTC midnight; there is no live traffic before it. */
  readonly launchedAt: number;
  /** Sessions, utterances or plays on an ordinary day, some months after the launch. */
  readonly perDay: number;
  /** All outages and launches that the skill will ever have. Left out: chance decides. */
  readonly events?: readonly PlantedEvent[];
}
