// @vitest-environment jsdom
import '../../../support/taskpane/dom';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ana, type CachedList, skill, skillId, unreachable } from '../../../support/taskpane/fakes';
import { accessibilityFindings, renderApp, type Rendered } from '../../../support/taskpane/render-app';

const trivia = skill('Daily Trivia', { nameByLocale: { 'en-US': 'Daily Trivia', 'de-DE': 'Tägliches Quiz' } });
const lights = skill('Hallway Lights', { apis: ['smartHome'], stage: 'development' });
const cams = skill('Harbor Cams', { apis: ['video'], vendor: { id: 'V2', name: 'Harbor Apps' } });
const listed: CachedList = {
  skills: [trivia, { ...trivia, stage: 'development' }, lights, cams],
  locales: ['de-DE', 'en-US'],
  intents: ['AMAZON.HelpIntent', 'AnswerIntent'],
};

const field = (name: string): HTMLInputElement => screen.getByRole('combobox', { name });
const options = (): readonly string[] =>
  screen.queryByRole('listbox') === null
    ? []
    : within(screen.getByRole('listbox'))
        .getAllByRole('option')
        .map(({ textContent }) => textContent);
const option = (name: RegExp): HTMLElement => within(screen.getByRole('listbox')).getByRole('option', { name });
const shownFormula = (): string => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Formula' }).value;

const signedIn = async (more: CachedList = {}): Promise<Rendered> => {
  const rendered = renderApp({ kind: 'signed-in', account: ana }, { ...listed, ...more });
  await waitFor(() => expect(rendered.sources.asked).toContain('skills'));
  return rendered;
};

const withTrivia = async (more: CachedList = {}): Promise<Rendered> => {
  const rendered = await signedIn(more);
  await rendered.user.click(field('Skill'));
  await rendered.user.click(option(/Daily Trivia/));
  return rendered;
};

describe('the skill', () => {
  it('is chosen by its name, and the summary names it', async () => {
    const { user } = await signedIn();
    await user.click(field('Skill'));
    expect(options()).toEqual([
      'Daily TriviaCustom · LighthouseLiveDev',
      'Hallway LightsSmart home · LighthouseDev',
      'Harbor Camsvideo: Amazon has no metrics · Harbor AppsLive',
    ]);
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(option(/Daily Trivia/));
    expect(options()).toEqual([]);
    expect(field('Skill').value).toBe('Daily Trivia');
    expect(shownFormula()).toContain(trivia.skillId);
    expect(screen.getByRole('region', { name: 'What will be asked' }).textContent).toContain(
      'Daily total sessions of Daily Trivia, live, all locales.',
    );
  });

  it('decides its type and the only stage that it has: neither is asked for', async () => {
    const { user } = await signedIn();
    await user.click(field('Skill'));
    await user.click(option(/Hallway Lights/));
    for (const label of ['Skill type', 'Stage']) expect(screen.queryByLabelText(label)).toBeNull();
    expect(shownFormula()).toContain('"development","smartHome"');
    expect(screen.queryByRole('combobox', { name: 'Intents' })).toBeNull();
  });

  it('leaves the stage to be chosen where it has two, and all where it is not known', async () => {
    const { user } = await withTrivia();
    expect(screen.getByLabelText('Stage')).toBeTruthy();
    expect(screen.queryByLabelText('Skill type')).toBeNull();
    await user.clear(field('Skill'));
    await user.paste(skillId);
    expect(screen.getByLabelText('Stage')).toBeTruthy();
    expect(screen.getByLabelText('Skill type')).toBeTruthy();
  });

  it('is found by typing, and taken by Enter, which does not insert yet', async () => {
    const { user } = await signedIn();
    await user.type(field('Skill'), 'quiz');
    expect(options()).toHaveLength(1);
    await user.keyboard('{Enter}');
    expect(field('Skill').value).toBe('Daily Trivia');
    expect(screen.queryByRole('button', { name: /^Inserting/ })).toBeNull();
    expect(document.activeElement).toBe(field('Skill'));
  });

  it('is moved to by arrow keys, past what cannot be chosen, and round the end', async () => {
    const { user } = await signedIn();
    await user.click(field('Skill'));
    const active = (): string | undefined =>
      document.getElementById(field('Skill').getAttribute('aria-activedescendant') ?? '')?.textContent;
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(active()).toContain('Hallway Lights');
    await user.keyboard('{ArrowDown}');
    expect(active()).toContain('Daily Trivia');
    await user.keyboard('{ArrowUp}');
    expect(active()).toContain('Hallway Lights');
    await user.keyboard('{Escape}');
    expect(options()).toEqual([]);
    expect(document.activeElement).toBe(field('Skill'));
  });

  it('excludes those without metrics at Amazon', async () => {
    const { user } = await signedIn();
    await user.click(field('Skill'));
    await user.click(option(/Harbor Cams/));
    expect(field('Skill').value).toBe('');
  });

  it('is recognized by its pasted ID, and any other ID is accepted', async () => {
    const { user } = await signedIn();
    await user.click(field('Skill'));
    await user.paste(lights.skillId);
    await user.tab();
    expect(field('Skill').value).toBe('Hallway Lights');
    expect(shownFormula()).toContain('"development","smartHome"');
    await user.clear(field('Skill'));
    await user.paste(skillId);
    expect(screen.getByText(/It's used as entered/)).toBeTruthy();
    await user.tab();
    expect(field('Skill').value).toBe(skillId);
    expect(shownFormula()).toContain(skillId);
  });

  it('is taken when its whole name was typed', async () => {
    const { user } = await signedIn();
    await user.type(field('Skill'), 'daily trivia');
    await user.tab();
    expect(shownFormula()).toContain(trivia.skillId);
  });

  it('comes first when it was used last, and is remembered', async () => {
    const { user, sources } = await signedIn({ recent: [lights.skillId] });
    await user.click(field('Skill'));
    const used = within(screen.getByRole('group', { name: 'Recent' })).getAllByRole('option');
    expect(used.map(({ textContent }) => textContent)).toEqual(['Hallway LightsSmart home · LighthouseDev']);
    await user.click(option(/Daily Trivia/));
    expect(sources.used[0]).toBe(trivia.skillId);
  });
});

describe('skills that cannot be listed', () => {
  it('show why they are missing, can be requested again, and never prevent typing an ID', async () => {
    const more: { -readonly [Key in keyof CachedList]: CachedList[Key] } = { ...listed, skills: unreachable };
    const { user, sources } = renderApp({ kind: 'signed-in', account: ana }, more);
    expect(await screen.findByText("Your skills couldn't be loaded.")).toBeTruthy();
    expect(await accessibilityFindings()).toEqual([]);
    await user.click(field('Skill'));
    await user.paste(skillId);
    expect(shownFormula()).toContain(skillId);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(sources.asked).toEqual(['skills', 'skills']));
  });

  it('say so if the account has none', async () => {
    await signedIn({ skills: [] });
    expect(await screen.findByText('This account has no skills.')).toBeTruthy();
    expect(await accessibilityFindings()).toEqual([]);
  });
});

describe('locales and intents', () => {
  it('are asked for when somebody looks, once, and several may be chosen', async () => {
    const { user, sources } = await withTrivia();
    expect(sources.asked).toEqual(['skills']);
    await user.click(field('Locales'));
    await user.click(await screen.findByRole('option', { name: 'en-US' }));
    await user.click(option(/de-DE/));
    expect(await accessibilityFindings()).toEqual([]);
    expect(field('Locales').value).toBe('en-US, de-DE');
    expect(shownFormula()).toContain('{"en-US","de-DE"}');
    await user.click(option(/en-US/));
    expect(field('Locales').value).toBe('de-DE');
    await user.click(field('Intents'));
    await user.click(await screen.findByRole('option', { name: 'AnswerIntent' }));
    expect(shownFormula()).toContain('"AnswerIntent","de-DE"');
    await user.click(field('Locales'));
    expect(sources.asked).toEqual(['skills', `locales ${trivia.skillId} live`, `intents ${trivia.skillId} live de-DE`]);
  });

  it('are completed while typing, one after another', async () => {
    const { user } = await withTrivia();
    await user.type(field('Locales'), 'en');
    await screen.findByRole('option', { name: 'en-US' });
    await user.keyboard('{ArrowDown}{Enter}de{ArrowDown}{Enter}');
    await user.tab();
    expect(field('Locales').value).toBe('en-US, de-DE');
  });

  it('can be typed where they cannot be listed', async () => {
    const { user } = await withTrivia({ locales: unreachable });
    await user.type(field('Locales'), 'fr-CA');
    expect(await screen.findByText(/Names can still be typed/)).toBeTruthy();
    expect(await accessibilityFindings()).toEqual([]);
    await user.tab();
    expect(shownFormula()).toContain('"fr-CA"');
  });

  it('wait for a skill', async () => {
    const { user, sources } = await signedIn();
    await user.click(field('Locales'));
    expect(screen.getByText('Choose a skill to see its locales.')).toBeTruthy();
    expect(sources.asked).toEqual(['skills']);
  });
});

describe('metrics', () => {
  it('are searched without losing those that are chosen', async () => {
    const { user } = await withTrivia();
    await user.type(field('Metrics'), 'succ');
    expect(options()).toHaveLength(3);
    await user.keyboard('{Enter}');
    expect(field('Metrics').value).toBe('Total sessions, Successful utterances');
    await user.tab();
    expect(shownFormula()).toContain('{"totalSessions","successfulUtterances"}');
  });
});

describe('dates', () => {
  it('are filled in by a preset and stay changeable', async () => {
    const { user } = await withTrivia();
    const dates = screen.getByLabelText<HTMLSelectElement>('Dates');
    expect(dates.selectedOptions[0]?.text).toBe('Last 28 days');
    await user.selectOptions(dates, 'Last month');
    expect(shownFormula()).toContain('"last month")');
    expect(screen.getByText('31 rows · up to 5 requests · about a second')).toBeTruthy();
    expect(screen.getByText(/Oct 1 through Oct 31, 2026, days in UTC\./)).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'Start' })).toBeNull();
    await user.selectOptions(dates, 'Custom');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Start' }).value).toBe('2026-10-01');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'End' }).value).toBe('2026-10-31');
    expect(shownFormula()).toContain('DATE(2026,10,1),DATE(2026,11,1)');
    expect(screen.getByText(/Oct 1 through Oct 31, 2026, days in UTC\./)).toBeTruthy();
    expect(await accessibilityFindings()).toEqual([]);
  });

  it('leave today out unless it is asked for', async () => {
    const { user } = await withTrivia();
    const today = (): HTMLInputElement => screen.getByRole('checkbox', { name: 'Include today' });
    expect(today().checked).toBe(false);
    await user.click(today());
    expect(shownFormula()).toContain('"today-27d")');
    expect(screen.getByText(/until now/)).toBeTruthy();
    await user.selectOptions(screen.getByLabelText('Dates'), 'Last 7 days');
    expect(shownFormula()).toContain('"today-6d")');
    await user.selectOptions(screen.getByLabelText('Dates'), 'Last month');
    expect(screen.queryByRole('checkbox', { name: 'Include today' })).toBeNull();
  });

  it('rule out periods that make no sense', async () => {
    const { user } = await withTrivia();
    const single = (): HTMLOptionElement => screen.getByRole('option', { name: /^One value/ });
    await user.click(field('Metrics'));
    await user.click(option(/^Unique customers/));
    expect(single().disabled).toBe(true);
    await user.selectOptions(screen.getByLabelText('Dates'), 'Yesterday');
    expect(single().disabled).toBe(false);
  });
});

describe('the time zone', () => {
  it('is searched and chosen', async () => {
    const { user } = await withTrivia();
    await user.click(screen.getByRole('button', { name: 'More options' }));
    await user.type(field('Time zone'), 'berlin');
    expect(await accessibilityFindings()).toEqual([]);
    await user.keyboard('{Enter}');
    expect(shownFormula()).toContain('tz=Europe/Berlin');
  });

  it('may be typed as the name of its city', async () => {
    const { user } = await withTrivia();
    await user.click(screen.getByRole('button', { name: 'More options' }));
    await user.type(field('Time zone'), 'tokyo');
    await user.tab();
    expect(field('Time zone').value).toBe('Asia/Tokyo');
  });
});
