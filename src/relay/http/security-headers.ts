import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** Microsoft's host of office.js, and the one of a script that it loads. */
const officeScripts = 'https://appsforoffice.microsoft.com';
const ajaxScript = 'https://ajax.aspnetcdn.com';
/** Microsoft's hosts of Excel on the web. CSP requires all frames above a page to be allowed, not only the nearest. */
const excelFrames = [
  'https://*.officeapps.live.com',
  'https://*.sharepoint.com',
  'https://onedrive.live.com',
  'https://*.cloud.microsoft',
  'https://*.office.com',
  'https://*.microsoft365.com',
  'https://teams.microsoft.com',
];
/** The hash of an empty style element, which Fluent UI fills by script. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
/** The hash of `display:none`, the only style that office.js sets as an attribute: of the frames that it hides. */
const hidden = ["'unsafe-hashes'", "'sha256-aqNNdDLnnrDOnTNdkJpYlAxKVJtLt9CtFLklmInuUAE='"];

/** What the pages never use, and what nothing that might slip into them shall use. */
const nothing = {
  accelerometer: [],
  camera: [],
  displayCapture: [],
  geolocation: [],
  gyroscope: [],
  magnetometer: [],
  microphone: [],
  midi: [],
  payment: [],
  serial: [],
  usb: [],
};

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
  permissionsPolicy: nothing,
} as const;

/**
 * Middleware that sets the security headers, with a stricter CSP for the API than for pages. Excel on the web frames
 * the pages, so there is no X-Frame-Options. The sign-in dialog talks to the window that opened it, which any other
 * Cross-Origin-Opener-Policy would cut off.
 * @see {@link https://www.w3.org/TR/CSP3/ | Content Security Policy}
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
      scriptSrc: ["'self'", officeScripts, ajaxScript],
      styleSrc: ["'self'", emptyStyle],
      styleSrcAttr: hidden,
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'", officeScripts],
      formAction: ["'none'"],
      baseUri: ["'none'"],
      // The preview of a local build runs on another port.
      frameAncestors: [...excelFrames, ...(local ? ['https://localhost:*'] : [])],
    },
  });
  return (context, next) => (context.req.path.startsWith('/api/') ? ofData : ofPages)(context, next);
};
