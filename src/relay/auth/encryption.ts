import { createHash, hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';

/** Encrypts what the store keeps, so that a stolen store is of no use. */
export interface Sealer {
  /** `place` is the key that it will stand under: nothing opens it under another. */
  seal(place: string, content: unknown): Promise<string>;
  /** The content; undefined where it was sealed for another place, with a secret that is gone, or is damaged. */
  open(place: string, sealed: string): Promise<unknown>;
}

const algorithms = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };

/** RFC 5869: any text with enough randomness becomes a key of the right length. */
const keyOf = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'skill metrics: content encryption', 32));
const idOf = (key: Uint8Array): string => createHash('sha256').update(key).digest('base64url').slice(0, 8);

/** A Sealer with compact JWE (RFC 7516). The first secret encrypts; all of them decrypt, by `kid`. */
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
