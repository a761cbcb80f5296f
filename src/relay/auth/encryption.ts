import { createHash, hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';

/** Encrypts values for the store, so that a stolen store is useless. */
export interface Sealer {
  /**
   * Encrypts a JSON value.
   * @param place the key under which it will be stored: it can't be opened under another
   * @returns a text of URL-safe characters
   */
  seal(place: string, content: unknown): Promise<string>;
  /**
   * Decrypts a value.
   * @returns undefined when it is damaged, or was sealed for another place or with a secret that is no longer set
   */
  open(place: string, sealed: string): Promise<unknown>;
}

const algorithms = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };

/** HKDF (RFC 5869) turns any text with enough randomness into a key of the right length. */
const keyOf = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'skill metrics: content encryption', 32));
const idOf = (key: Uint8Array): string => createHash('sha256').update(key).digest('base64url').slice(0, 8);

/**
 * Creates a Sealer that writes compact JWE with A256GCM.
 *
 * @param secrets the first encrypts; all of them decrypt, found by `kid`. At least one.
 * @throws {Error} when there are no secrets
 * @see {@link https://www.rfc-editor.org/rfc/rfc7516 | RFC 7516}
 * @example
 * ```ts
 * const sealer = createSealer([newSecret, formerSecret]);
 * const sealed = await sealer.seal('session:abc', { account });
 * const content = await sealer.open('session:abc', sealed); // { account }
 * ```
 */
export const createSealer = (secrets: readonly string[]): Sealer => {
  const keys = secrets.map(keyOf).map((key) => ({ key, kid: idOf(key) }));
  const [first] = keys;
  if (first === undefined) throw new Error('no secret to seal with');

  return {
    seal: (place, content) =>
      new EncryptJWT({ content })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: first.kid })
        .setAudience(place)
        .encrypt(first.key),
    open: async (place, sealed) => {
      const keyFor = ({ kid }: { kid?: string }): Uint8Array => {
        const found = keys.find((one) => one.kid === kid);
        if (found === undefined) throw new errors.JWEDecryptionFailed();
        return found.key;
      };
      try {
        const { payload } = await jwtDecrypt(sealed, keyFor, { ...algorithms, audience: place });
        return payload['content'];
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
};
