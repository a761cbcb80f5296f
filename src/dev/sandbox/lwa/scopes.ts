/** What Login with Amazon can be asked for, in the words of the sign-in page. */
const scopes: Readonly<Record<string, string>> = {
  profile: 'See your name and e-mail address',
  'profile:user_id': 'Know your account’s id',
  postal_code: 'Know your postal code',
  'alexa::ask:skills:read': 'See your Alexa skills and their metrics',
  'alexa::ask:skills:readwrite': 'See and change your Alexa skills, and see their metrics',
  'alexa::ask:models:read': 'See the intents of your Alexa skills',
  'alexa::ask:models:readwrite': 'See and change the intents of your Alexa skills',
  'alexa::ask:skills:test': 'Test your Alexa skills',
};

export const scopesIn = (text: string): readonly string[] => text.split(' ').filter((scope) => scope !== '');

export const isScope = (scope: string): boolean => Object.hasOwn(scopes, scope);

export const inPlainWords = (scope: string): string => scopes[scope] ?? scope;

/** Whether one of the scopes has been granted; `readwrite` includes `read`. */
export const allows = (granted: readonly string[], scope: string): boolean =>
  granted.includes(scope) || granted.includes(`${scope}write`);
