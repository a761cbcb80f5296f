import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secrets } from '../../../../src/relay/observability/redaction/secrets';

const token = 'Atza|IwEBIJ7dZ0-q_8k3+yTn/Vb2Xw==.c5Rm1LpQsHf9';

describe('redaction', () => {
  it.each([
    ['a text that is the secret', token],
    ['a text around it', `Token ${token} is not valid`],
    ['percent-encoding', `error=${encodeURIComponent(token)}&x=1`],
    ['percent-encoding twice', encodeURIComponent(encodeURIComponent(token))],
    ['JSON in JSON', JSON.stringify(JSON.stringify({ token, quoted: '"' }))],
    ['slashes escaped', token.replaceAll('/', '\\/')],
    ['HTML', token.replace('|', '&#124;').replaceAll('+', '&#x2b;')],
    ['base64 with a name before it', Buffer.from(`id:${token}`).toString('base64')],
    ['base64url', Buffer.from(`a${token}`).toString('base64url')],
    ['hex', Buffer.from(token).toString('hex')],
    ['its beginning', `${token.slice(0, 16)}…`],
    ['its end', `…${token.slice(-12)}`],
  ])('takes it out of %s', (_, text) => {
    const secrets = new Secrets([]);
    secrets.hold(token);
    const safe = secrets.redact(text);
    expect(safe).toContain('[secret]');
    for (let i = 0; i + 12 <= token.length; i += 1) expect(safe).not.toContain(token.slice(i, i + 12));
  });

  it('leaves everything else as it is', () => {
    const secrets = new Secrets(['sandbox-client-secret']);
    secrets.hold(token);
    for (const text of [
      '',
      'short',
      'Amazon rejected the request: Atza| is no token.',
      '100 % of {"a\\"b":1}',
      'client-secr',
    ])
      expect(secrets.redact(text)).toBe(text);
    expect(secrets.redact(`before ${token} after`)).toBe('before [secret] after');
  });

  it('takes nothing out for other callers that one caller sent', async () => {
    const secrets = new Secrets([]);
    const sent = '"nameByLocale"';
    const redact = (): Promise<string> => Promise.resolve(secrets.redact(`{${sent}:1}`));
    expect(await secrets.within([sent], redact)).toBe('{[secret]:1}');
    expect(await secrets.within([sent], redact)).toBe('{[secret]:1}');
    expect(secrets.redact(`{${sent}:1}`)).toBe(`{${sent}:1}`);
  });

  it('remembers what is in use, in a bounded memory', () => {
    const secrets = new Secrets([]);
    secrets.hold(token);
    for (let i = 0; i < 30; i += 1) {
      secrets.hold(token);
      secrets.hold(randomBytes(25_000).toString('hex'));
    }
    expect(secrets.redact(token)).toBe('[secret]');
  });

  it('lets no twelve characters of a secret through, however they are encoded and whatever surrounds them', () => {
    const encodings: ((text: string) => string)[] = [
      (text) => text,
      encodeURIComponent,
      (text) => JSON.stringify(text).slice(1, -1),
      (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
      (text) => text.replace(/[&<>"'|]/g, (c) => `&#${c.charCodeAt(0)};`),
    ];
    const packings: ((text: string) => string)[] = [
      (text) => Buffer.from(text).toString('base64'),
      (text) => Buffer.from(text).toString('base64url'),
      (text) => Buffer.from(text).toString('hex'),
    ];
    const secret = fc
      .string({ minLength: 12, maxLength: 400, unit: 'grapheme-ascii' })
      .filter((text) => new Set(text).size > 7);
    const decoded = (text: string): string[] => {
      const views = [text];
      for (let level = 0; level < 3; level += 1)
        views.push(
          (views.at(-1) ?? '')
            .replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
            .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
        );
      return views;
    };
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.string(),
        fc.string(),
        fc.array(fc.constantFrom(...encodings), { maxLength: 2 }),
        fc.option(fc.constantFrom(...packings)),
        (all, which, before, after, steps, packing) => {
          const secrets = new Secrets([]);
          for (const one of all) secrets.hold(one);
          const mine = all[which % all.length] ?? '';
          const encoded = steps.reduce((text, step) => step(text), mine);
          const safe = secrets.redact(before + (packing === null ? encoded : ` ${packing(mine)} `) + after);
          if (packing !== null) expect(safe).toContain('[secret]');
          for (const view of decoded(safe))
            for (let i = 0; i + 12 <= mine.length; i += 1)
              expect(before.includes(mine.slice(i, i + 12)) || !view.includes(mine.slice(i, i + 12))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
