import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** Microsoft's two homes of office.js and what it loads. */
const officeScripts = ['https://appsforoffice.microsoft.com', 'https://ajax.aspnetcdn.com'];
/** Where Microsoft shows Excel on the web, and in it our pages; every frame above them must be allowed, not the nearest alone. */
const excelFrames = [
  'https://*.officeapps.live.com',
  'https://*.sharepoint.com',
  'https://onedrive.live.com',
  'https://*.cloud.microsoft',
  'https://*.office.com',
  'https://*.microsoft365.com',
  'https://teams.microsoft.com',
];
/** The empty style element, into which Fluent UI writes its rules by script. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

const common = {
  originAgentCluster: false,
  referrerPolicy: 'no-referrer',
  xContentTypeOptions: true,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
  crossOriginOpenerPolicy: 'unsafe-none',
  crossOriginResourcePolicy: false,
} as const;

/**
 * Headers of every answer, which are short where it is no page. Excel on the web frames the pages, so there is no X-Frame-Options; the sign-in dialog talks to
 * the window that opened it, which any Cross-Origin-Opener-Policy but this would cut off.
 */
export const securityHeaders = (publicUrl: string): MiddlewareHandler => {
  const { protocol, hostname } = new URL(publicUrl);
  const local = hostname === 'localhost';
  const strictTransportSecurity = protocol === 'https:' && !local ? 'max-age=31536000' : false;
  const ofData = secureHeaders({
    ...common,
    strictTransportSecurity,
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  });
  const ofPages = secureHeaders({
    ...common,
    strictTransportSecurity,
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", ...officeScripts],
      styleSrc: ["'self'", emptyStyle],
      // office.js styles the elements it draws one by one.
      styleSrcAttr: ["'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'", ...officeScripts],
      formAction: ["'none'"],
      baseUri: ["'none'"],
      // The preview of a local build stands on another port.
      frameAncestors: [...excelFrames, ...(local ? ['https://localhost:*'] : [])],
    },
  });
  return (context, next) => (context.req.path.startsWith('/api/') ? ofData : ofPages)(context, next);
};
