/** What `npm run sso:configure` says. */

/** The ID with which Microsoft's guide authorizes Office on all platforms. */
const office = 'ea5a67f6-b6f3-4338-b240-c655ddc3cc8e';

/** How to register the app by hand, for a relay at an address. */
export const manualSteps = (publicUrl: string): string => `
  To register the app by hand, in the Microsoft Entra admin center (https://entra.microsoft.com)
  1. Open Identity > Applications > App registrations, and choose New registration. Name it Skill Metrics, choose who may use it,
     leave the redirect URI empty, and choose Register. Copy the Application (client) ID and the Directory (tenant) ID.
  2. Open Expose an API. Next to Application ID URI choose Add, and enter
     api://${new URL(publicUrl).host}/<client ID>
  3. Choose Add a scope: name it access_as_user, let admins and users consent, and enable it.
  4. Choose Add a client application: enter ${office} (Microsoft Office), and select the scope.
  5. Open API permissions, and add openid and profile of Microsoft Graph. Choose Grant admin consent.
  6. Open Manifest, set requestedAccessTokenVersion to 2, and save.
  7. Run: npm run sso:configure -- --client-id <client ID> --tenants <tenant ID>

  docs/microsoft-identity.md has all of this with pictures.
`;

/** What is left to do once manifest and settings have the app. */
export const nextSteps = (clientId: string, tenants: string | undefined): string => `
  manifest.xml and .env now have the app ${clientId}.
  ${tenants === undefined ? 'People of any Microsoft tenant can use it: set MICROSOFT_TENANTS in .env to name those who may.' : `People of these Microsoft tenants can use it: ${tenants}.`}
  Build again (npm run build), restart the relay, and give your people the manifest again: Excel reads it once.
`;

/** What was done to turn Microsoft identity off, and what is left. */
export const removedSteps = (clientId: string | undefined): string =>
  clientId === undefined
    ? '\n  Nothing to remove: neither manifest.xml nor .env has an app.\n'
    : `
  manifest.xml and .env no longer have the app ${clientId}.
  Build again (npm run build), restart the relay, and give your people the manifest again. The app itself stays in Microsoft Entra:
  delete it there, under App registrations, if nothing else uses it.
`;
