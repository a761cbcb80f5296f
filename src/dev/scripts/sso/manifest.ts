/** Writes the app registration into the text of an add-in-only manifest, and takes it out again. The rest stays byte by byte. */

/** The address in the manifest of the repository. The relay puts its own in its place when it serves the manifest. */
const host = 'localhost:3000';

const known = /(\r?\n)[ \t]*<WebApplicationInfo>[^]*?<\/WebApplicationInfo>/;

/** The manifest cannot be changed; the message says why. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/** Scopes that Microsoft's guide for Office names for who the person is: the add-in asks Microsoft Graph for nothing. */
const element = (clientId: string): readonly string[] => [
  '<WebApplicationInfo>',
  `  <Id>${clientId}</Id>`,
  `  <Resource>api://${host}/${clientId}</Resource>`,
  '  <Scopes>',
  '    <Scope>openid</Scope>',
  '    <Scope>profile</Scope>',
  '  </Scopes>',
  '</WebApplicationInfo>',
];

/** The client ID in a manifest; undefined where it has none. */
export const clientIdIn = (manifest: string): string | undefined =>
  /<Id>([^<]*)<\/Id>/.exec(known.exec(manifest)?.[0] ?? '')?.[1]?.trim();

/** The manifest without an app registration. */
export const withoutClientId = (manifest: string): string => manifest.replace(known, '');

/**
 * The manifest with an app registration in place of the one that it had. It stands behind the resources, as Microsoft's
 * schema wants it.
 *
 * @throws {ManifestError} where the manifest is not one of an add-in with one set of resources
 * @see https://learn.microsoft.com/javascript/api/manifest/webapplicationinfo
 */
export const withClientId = (manifest: string, clientId: string): string => {
  const plain = withoutClientId(manifest);
  const [end, ...others] = plain.matchAll(/(\r?\n)([ \t]*)<\/Resources>/g);
  if (end === undefined || others.length > 0)
    throw new ManifestError('The manifest must have <Resources> exactly once, in its <VersionOverrides>.');
  const [closing, newline = '\n', indent = ''] = end;
  const after = end.index + closing.length;
  const lines = element(clientId).map((line) => `${newline}${indent}${line}`);
  return plain.slice(0, after) + lines.join('') + plain.slice(after);
};
