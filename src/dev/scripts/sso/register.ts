/** Registers the app in Microsoft Entra by office-addin-sso, which drives the Azure CLI. */
import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import * as v from 'valibot';

const run = promisify(exec);

/** A new app registration. */
export interface Registered {
  readonly clientId: string;
  /** The tenant of who has registered it. */
  readonly tenant: string;
  /** What could not be done, and is left for an administrator. */
  readonly left: readonly string[];
}

const guid = v.pipe(v.string(), v.uuid());
const application = v.object({ appId: guid, id: guid });
const logins = v.pipe(v.array(v.object({ tenantId: guid })), v.minLength(1));

/** The part of office-addin-sso that registers. Its command does more: a secret, and a new ID for the add-in. */
export interface Registrar {
  isAzureCliInstalled(): Promise<unknown>;
  logIntoAzure(): Promise<object>;
  logoutAzure(): Promise<unknown>;
  createNewApplication(name: string, port: string, user: object): Promise<object>;
  setIdentifierUri(application: object, port: string): Promise<void>;
  isUserTenantAdmin(user: object): Promise<boolean>;
  grantAdminConsent(application: object): Promise<void>;
}

/** Runs a command of the Azure CLI. */
export type Azure = (command: string) => Promise<unknown>;

export const azure: Azure = (command) => run(`az ${command}`);

/** Whether the Azure CLI can be used. office-addin-sso can install it, which is not ours to decide. */
export const hasAzureCli = async (registrar: Pick<Registrar, 'isAzureCliInstalled'>): Promise<boolean> => {
  // On Windows it answers with the programs that it has found.
  const found = await registrar.isAzureCliInstalled().catch(() => false);
  return Array.isArray(found) ? found.length > 0 : found === true;
};

/**
 * Signs in to Azure in the browser, registers the app, and signs out.
 *
 * @param name what people see when Microsoft asks for their consent
 * @throws {Error} where Azure refuses. An app that was made before is named.
 */
export const register = async (
  registrar: Registrar,
  az: Azure,
  { name, publicUrl }: { readonly name: string; readonly publicUrl: string },
): Promise<Registered> => {
  const { host, hostname, port } = new URL(publicUrl);
  const user = await registrar.logIntoAzure();
  const login = v.safeParse(logins, user);
  if (!login.success) throw new Error("You're not signed in to Azure. Run npm run sso:configure again.");
  try {
    // The port only serves redirects of Microsoft's own template; the add-in has none.
    const made = await registrar.createNewApplication(name, port === '' ? '443' : port, user);
    const { appId, id } = v.parse(application, made);
    const left: string[] = [];
    try {
      if (hostname === 'localhost' && port !== '') await registrar.setIdentifierUri(made, port);
      else await az(`ad app update --id ${id} --identifier-uris api://${host}/${appId}`);
    } catch {
      left.push(`Expose an API: set the Application ID URI to api://${host}/${appId}`);
    }
    // Microsoft's template allows browsers tokens without a code; Office needs none of that.
    try {
      await az(`ad app update --id ${id} --enable-access-token-issuance false --enable-id-token-issuance false`);
    } catch {
      left.push('Authentication: clear Access tokens and ID tokens, under implicit grant');
    }
    try {
      if (!(await registrar.isUserTenantAdmin(user))) throw new Error('no administrator');
      await registrar.grantAdminConsent(made);
    } catch {
      left.push('API permissions: an administrator chooses Grant admin consent');
    }
    return { clientId: appId.toLowerCase(), tenant: login.output[0]?.tenantId.toLowerCase() ?? '', left };
  } finally {
    await registrar.logoutAzure().catch(() => undefined);
  }
};
