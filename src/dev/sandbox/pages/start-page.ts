import { Hono } from 'hono';
import { html } from 'hono/html';
import type { World } from '../context';
import { people } from '../data/people';
import type { Skill } from '../data/skill';
import { skills } from '../data/skill-list';
import { iso } from '../data/time';
import { faultOf, faults } from '../faults/faults';
import type { Settings } from '../settings';
import { type Html, page } from './page';

const shown = ({ clientSecret, cutOff, ...rest }: Settings) => ({
  ...rest,
  clientSecret: clientSecret === '' ? 'none' : 'set',
  cutOff: cutOff === undefined ? 'none' : iso(cutOff),
});

const text = (value: string | number | readonly string[]): string =>
  typeof value === 'object' ? value.join(', ') : String(value);

const skillRow = ({ id, name, api, stages, locales, launchedAt, perDay }: Skill): Html =>
  html`<tr>
    <td><bdi>${name}</bdi></td>
    <td><code class="id">${id}</code></td>
    <td>${api}</td>
    <td class="whole">${stages.join(', ')}</td>
    <td>${locales.map((locale) => locale.name).join(', ')}</td>
    <td class="whole">${iso(launchedAt).slice(0, 10)}</td>
    <td class="number">${perDay}</td>
  </tr>`;

const table = (head: readonly string[], rows: readonly Html[]): Html =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${head.map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;

const startPage = (settings: Settings): Html =>
  page(
    'Amazon sandbox',
    html`<div class="card">
        <h1>Amazon sandbox</h1>
        <p>
          This program stands in for Amazon: Login with Amazon and the Skill Management API, on this machine alone. Its
          people, skills and numbers are made up; the numbers follow from a seed, so that the same question always has
          the same answer.
        </p>
        <p class="soft">The same as JSON: <a href="/?format=json">/?format=json</a></p>
      </div>
      <section class="card">
        <h2>Faults</h2>
        <p class="soft">
          Each of these skills always fails in its own way. Use its id in a formula to see the failure.
        </p>
        ${table(
          ['Fault', 'Skill id', 'What happens', 'SANDBOX_FAULT'],
          faults.map(
            ({ key, id, name, does }) =>
              html`<tr>
                <td class="whole">${name.replace('Fault: ', '')}</td>
                <td><code class="id">${id}</code></td>
                <td>${does}</td>
                <td class="whole"><code>${key}</code></td>
              </tr>`,
          ),
        )}
      </section>
      <section class="card">
        <h2>Skills</h2>
        ${table(
          ['Name', 'Skill id', 'API', 'Stages', 'Locales', 'Launched', 'A day'],
          skills.filter(({ id }) => faultOf(id) === undefined).map(skillRow),
        )}
      </section>
      <section class="card">
        <h2>People</h2>
        ${table(
          ['Name', 'E-mail', 'Vendors', 'For'],
          people.map(
            ({ name, email, vendors, about }) =>
              html`<tr>
                <td>${name}</td>
                <td>${email}</td>
                <td>${vendors.map((vendor) => vendor.name).join(', ') || '—'}</td>
                <td>${about}</td>
              </tr>`,
          ),
        )}
      </section>
      <section class="card">
        <h2>Settings</h2>
        ${table(
          ['Setting', 'Now'],
          Object.entries(shown(settings)).map(
            ([name, value]) =>
              html`<tr>
                <td>${name}</td>
                <td><code>${text(value)}</code></td>
              </tr>`,
          ),
        )}
      </section>`,
    'wide',
  );

/** What the sandbox is, and what it holds, for people and (`?format=json`) for programs. */
export const start = ({ settings }: World): Hono => {
  const app = new Hono();
  app.get('/', (c) =>
    c.req.query('format') === 'json'
      ? c.json({ settings: shown(settings), faults, people, skills })
      : c.html(startPage(settings)),
  );
  return app;
};
