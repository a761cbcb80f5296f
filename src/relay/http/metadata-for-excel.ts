import { cors } from 'hono/cors';

/**
 * Lets pages of any origin read the functions' metadata: Excel on the web fetches functions.json by script from its own
 * origin, and without this no function installs (https://github.com/OfficeDev/office-js/issues/3970). For that file
 * alone: it holds what the manifest's readers know anyway, and the API answers our own pages only.
 */
export const metadataForExcel = cors({ origin: '*', allowMethods: ['GET', 'HEAD'], maxAge: 86_400 });
