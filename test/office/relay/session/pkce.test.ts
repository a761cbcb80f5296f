import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createProofKey } from '../../../../src/office/relay/session/proof-key';

it('makes a verifier that nobody guesses, and its SHA-256 as challenge', async () => {
  const { verifier, challenge } = await createProofKey(crypto);
  expect(verifier).toMatch(/^[\w-]{43}$/);
  expect(challenge).toBe(createHash('sha256').update(verifier).digest('base64url'));
  expect((await createProofKey(crypto)).verifier).not.toBe(verifier);
});
