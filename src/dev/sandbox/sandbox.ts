import { Hono } from 'hono';
import { dataEnd, type World } from './context';
import { type MetricsQuestion, type Point, pointsOf } from './data/ground-truth';
import { people } from './data/people';
import { skillOfId } from './data/skill-list';
import { echoEverywhere } from './faults/echo-everywhere';
import { Memory } from './faults/fault-state';
import { authorize } from './lwa/authorize';
import { Grants, type Tokens } from './lwa/grants';
import { profile } from './lwa/profile';
import { token } from './lwa/token';
import { start } from './pages/start-page';
import { RequestLog } from './requests';
import { type Settings, settingsFrom } from './settings';
import { smapi } from './smapi/smapi';

/** A question for the truth: everything but what the sandbox itself knows. */
type TruthQuestion = Pick<MetricsQuestion, 'metric' | 'startTime' | 'endTime' | 'period' | 'intent' | 'locale'> & {
  readonly skillId: string;
  readonly stage?: MetricsQuestion['stage'];
};

export interface SandboxOptions extends Partial<Omit<World, 'settings'>> {
  /** What differs from the defaults. */
  readonly settings?: Partial<Settings>;
}

const everyScope = ['profile', 'alexa::ask:skills:read', 'alexa::ask:models:read'];

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

export interface Sandbox {
  readonly app: Hono;
  /** May be changed at any time. */
  readonly settings: Settings;
  readonly requests: RequestLog;
  /** Codes and tokens: how to let them expire or be revoked. */
  readonly grants: Grants;
  /** Tokens without a sign-in, of the first person unless another is named, with all scopes that reading needs. */
  readonly tokensFor: (personId?: string) => Tokens;
  /** What the sandbox holds to be true, over any length of time: ascending, zeros included. Throws for an unknown skill. */
  readonly truth: (question: TruthQuestion) => readonly Point[];
}

/** A stand-in for Amazon, without a socket: see startSandbox. */
export const createSandbox = (options: SandboxOptions = {}): Sandbox => {
  const settings: Settings = { ...settingsFrom({}), ...options.settings };
  const world: World = { settings, now: options.now ?? Date.now, sleep: options.sleep ?? pause };
  const grants = new Grants(world);
  const requests = new RequestLog();
  const app = new Hono();

  app.use(async (c, next) => {
    const { method, path } = c.req;
    const done = requests.begin({ method, path, query: c.req.query(), at: world.now() });
    await next().finally(() => done(c.res.status));
  });
  app.use(echoEverywhere(world));
  app.route('/', start(world));
  app.route('/', authorize(world, grants));
  app.route('/', token(world, grants));
  app.route('/', profile(world, grants));
  app.route('/', smapi(world, grants, new Memory()));

  return {
    app,
    settings,
    requests,
    grants,
    tokensFor: (personId) => {
      const person = people.find(({ id }) => personId === undefined || id === personId);
      if (person === undefined) throw new Error(`Nobody in the sandbox has the id ${String(personId)}`);
      return grants.issue({ person, scopes: everyScope });
    },
    truth: ({ skillId, stage = 'live', ...question }) => {
      const skill = skillOfId(skillId);
      if (skill === undefined) throw new Error(`The sandbox has no skill ${skillId}`);
      const { seed, lagMinutes, endTime } = settings;
      const endInclusive = endTime === 'inclusive';
      return pointsOf({ ...question, skill, stage, seed, lagMinutes, endInclusive, now: dataEnd(world) });
    },
  };
};
