/** Proves that a sign-in is redeemed by the pane that started it (RFC 7636, method S256). */
export interface ProofKey {
  /** 43 characters; stays in the add-in until the code is redeemed. */
  readonly verifier: string;
  /** Base64url SHA-256 of the verifier, 43 characters; public. */
  readonly challenge: string;
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/**
 * Creates a random verifier and its S256 challenge.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7636#section-4 | RFC 7636, section 4}
 */
export const createProofKey = async (crypto: Pick<Crypto, 'getRandomValues' | 'subtle'>): Promise<ProofKey> => {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
};
