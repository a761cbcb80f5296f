import { html } from 'hono/html';
import { people } from '../data/people';
import { type Html, page } from '../pages/page';
import { inPlainWords } from './scopes';

/** The page on which somebody allows a client what it asks for, or does not. */
export const signInPage = (client: string, scopes: readonly string[], hidden: Readonly<Record<string, string>>): Html =>
  page(
    'Amazon sandbox sign-in',
    html`<p class="eyebrow">Amazon sandbox · nothing here reaches Amazon</p>
      <form class="card" method="post" action="/ap/oa">
        <h1>Sign in to the sandbox</h1>
        <p class="soft">${new URL(client).host} asks for your permission to:</p>
        <ul>
          ${scopes.map((scope) => html`<li>${inPlainWords(scope)}</li>`)}
        </ul>
        <fieldset>
          <legend>Who are you?</legend>
          ${people.map(
            ({ id, name, email, about }, index) =>
              html`<label class="choice">
                <input type="radio" name="person" value="${id}" ${index === 0 ? 'checked' : ''} />
                <span
                  ><span>${name} <small>${email}</small></span
                  ><small>${about}</small></span
                >
              </label>`,
          )}
        </fieldset>
        ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <div class="buttons">
          <button class="main" name="decision" value="allow">Allow</button>
          <button name="decision" value="cancel">Cancel</button>
        </div>
      </form>`,
  );

/** Where a request ends that must not be sent back: its client or return address is not a registered one. */
export const dead = (what: string, remedy: string): Html =>
  page(
    'Amazon sandbox sign-in: error',
    html`<p class="eyebrow">Amazon sandbox · nothing here reaches Amazon</p>
      <div class="card">
        <h1>We’re sorry, this sign-in cannot go on</h1>
        <p>${what}</p>
        <p class="soft">${remedy}</p>
        <p class="soft">As with Amazon itself, nothing leads back from here: close this window.</p>
      </div>`,
  );
