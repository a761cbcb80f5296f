import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { settingIn, withoutSetting, withSetting } from './env-file';
import { clientIdIn, withClientId, withoutClientId } from './manifest';
import { type Registered } from './register';
import { manualSteps, nextSteps, removedSteps } from './steps';

/** The command line cannot be understood; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface ConfigureDeps {
  /** The folder with manifest.xml and .env. */
  readonly folder: string;
  /** Registers the app for a relay at an address; undefined where that must be done by hand. */
  readonly register: (publicUrl: string) => Promise<Registered | undefined>;
  readonly say: (text: string) => void;
}

const guid = v.pipe(v.string(), v.trim(), v.uuid(), v.toLowerCase());
const guids = v.pipe(
  v.string(),
  v.transform((list) => list.split(',')),
  v.array(guid),
);

const checked = <T>(schema: v.GenericSchema<string, T>, option: string, value: string, accepted: string): T => {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new UsageError(`${option} is "${value}", but must be ${accepted}.`);
};

const usage = 'npm run sso:configure -- [--client-id <GUID>] [--tenants <GUID>,…] | --remove';

const parseOptions = (args: readonly string[]) => {
  try {
    const options = {
      'client-id': { type: 'string' },
      tenants: { type: 'string' },
      remove: { type: 'boolean' },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\nUse: ${usage}`, { cause });
  }
};

const names = { clientId: 'MICROSOFT_CLIENT_ID', tenants: 'MICROSOFT_TENANTS' };

/** The two files, read once; they are written only where something has changed. */
const readFiles = (folder: string) => {
  const [manifestFile, envFile] = [path.join(folder, 'manifest.xml'), path.join(folder, '.env')];
  if (!existsSync(manifestFile)) throw new UsageError(`There is no ${manifestFile}: run this where the project is.`);
  const manifest = readFileSync(manifestFile, 'utf8');
  const env = existsSync(envFile) ? readFileSync(envFile, 'utf8') : '';
  return {
    manifest,
    env,
    write: (next: { readonly manifest: string; readonly env: string }): void => {
      if (next.manifest !== manifest) writeFileSync(manifestFile, next.manifest);
      // It may hold secrets.
      if (next.env !== env) writeFileSync(envFile, next.env, { mode: 0o600 });
    },
  };
};

/**
 * `npm run sso:configure`: makes manifest.xml and .env name an app registration, a new one unless its ID is given, or no
 * longer do so. The same command again changes nothing.
 *
 * @param args of the command line
 * @throws {UsageError} where they cannot be understood
 * @throws {ManifestError} where the manifest cannot be changed
 * @throws what `register` throws
 */
export const configure = async (args: readonly string[], { folder, register, say }: ConfigureDeps): Promise<void> => {
  const { 'client-id': givenId, tenants: givenTenants, remove = false } = parseOptions(args);
  if (remove && (givenId !== undefined || givenTenants !== undefined))
    throw new UsageError('--remove goes with no other option.');
  const id =
    givenId === undefined ? undefined : checked(guid, '--client-id', givenId, 'the Application (client) ID, a GUID');
  const tenants =
    givenTenants === undefined
      ? undefined
      : checked(guids, '--tenants', givenTenants, 'tenant IDs, which are GUIDs, with commas between').join(',');
  const { manifest, env, write } = readFiles(folder);
  const known = settingIn(env, names.clientId) ?? clientIdIn(manifest);

  if (remove) {
    const without = withoutSetting(withoutSetting(env, names.clientId), names.tenants);
    write({ manifest: withoutClientId(manifest), env: without });
    say(removedSteps(known));
    return;
  }

  const put = (clientId: string, allowed: string | undefined): void => {
    const withId = withSetting(env, names.clientId, clientId);
    write({
      manifest: withClientId(manifest, clientId),
      env: allowed === undefined ? withId : withSetting(withId, names.tenants, allowed),
    });
    say(nextSteps(clientId, allowed ?? settingIn(env, names.tenants)));
  };

  const own = id ?? known;
  if (own !== undefined) {
    put(checked(guid, names.clientId, own, 'a GUID; npm run sso:configure -- --remove takes it out'), tenants);
    return;
  }
  // Before anything is registered that could not be written down.
  withClientId(manifest, '');
  const publicUrl = settingIn(env, 'PUBLIC_URL') ?? 'https://localhost:3000';
  // The host becomes a part of a command.
  if (!/^https?:\/\/[\w.-]+(:\d+)?\/?$/.test(publicUrl))
    throw new UsageError(
      `PUBLIC_URL in .env is "${publicUrl}", but must be an address such as https://metrics.example.com.`,
    );
  const registered = await register(publicUrl);
  if (registered === undefined) {
    say(manualSteps(publicUrl));
    return;
  }
  // Nobody else's people get in until an administrator says so.
  put(registered.clientId, tenants ?? settingIn(env, names.tenants) ?? registered.tenant);
  if (registered.left.length > 0)
    say(
      ['  Left to do in the Microsoft Entra admin center:', ...registered.left.map((step) => `  - ${step}`), ''].join(
        '\n',
      ),
    );
};
