import type { FunctionMetadata } from './metadata';
import { readFunctionMetadata } from './metadata';

/**
 * Fetches the functions' metadata as Excel on the web does: by script, from the add-in's origin, which is not the
 * page's own. So it needs the add-in's leave (https://github.com/OfficeDev/office-js/issues/3970).
 * @throws {Error} that names the address, where the browser or the add-in's server refuses, or what it holds is no metadata.
 */
export async function fetchFunctionMetadata(url: string): Promise<FunctionMetadata> {
  const response = await fetch(url, { cache: 'no-cache', credentials: 'omit', mode: 'cors' }).catch(
    (cause: unknown) => {
      const reason = "its server can't be reached, is not trusted, or sends no Access-Control-Allow-Origin";
      throw new Error(`${url} could not be fetched from ${location.origin}: ${reason}.`, { cause });
    },
  );
  if (!response.ok) throw new Error(`${url} answers ${response.status}.`);
  return readFunctionMetadata(await response.json());
}
