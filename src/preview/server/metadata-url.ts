/**
 * The address of functions.json that a manifest names.
 * @returns `undefined` where it names none.
 */
export function metadataUrl(manifest: string): URL | undefined {
  const resid = /<Metadata>[\s\S]*?resid="([^"]+)"[\s\S]*?<\/Metadata>/.exec(manifest)?.[1];
  const url = resid && new RegExp(`id="${escape(resid)}"\\s+DefaultValue="([^"]+)"`).exec(manifest)?.[1];
  return url ? new URL(url.replaceAll('&amp;', '&')) : undefined;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
