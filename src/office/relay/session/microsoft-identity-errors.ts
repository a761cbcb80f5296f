import { type Failure, FailureError } from '../../../core/domain/failure';

/**
 * What a failure means for the caller. `none`: this Excel has no Microsoft identity, so go on without one if the relay
 * allows it. `signed-out`: Excel isn't signed in; a prompt may help. `declined`: the person didn't want to.
 * `failed`: the registration is wrong, or it may work later.
 */
export type NoIdentityReason = 'none' | 'signed-out' | 'declined' | 'failed';

/** Excel gave no Microsoft token. */
export class NoIdentityError extends FailureError {
  readonly reason: NoIdentityReason;

  constructor(reason: NoIdentityReason, failure: Failure, options?: { cause?: unknown }) {
    super(failure, options);
    this.reason = reason;
  }
}

type Entry = readonly [NoIdentityReason, Failure];

const checkRegistration = 'Ask your administrator to check the app registration';

const notSupported: Entry = [
  'none',
  {
    code: 'unavailable',
    message: "This Excel can't tell the add-in who you are.",
    advice:
      'Update Excel, or open the workbook in Excel on the web. Your administrator can check the WebApplicationInfo in the manifest.',
  },
];

const wrongResource: Entry = [
  'failed',
  {
    code: 'internal',
    message: "The add-in's manifest names another address for Microsoft's sign-in than the add-in's own.",
    advice: `${checkRegistration} and the Resource in the manifest's WebApplicationInfo.`,
  },
];

const byCode: Readonly<Record<number, Entry>> = {
  13000: notSupported,
  13001: [
    'signed-out',
    {
      code: 'sign_in_required',
      message: "You're not signed in to Excel.",
      advice: 'Sign in to Excel with your Microsoft account, then try again.',
    },
  ],
  13002: [
    'declined',
    {
      code: 'cancelled',
      message: "You closed Microsoft's sign-in, or didn't allow the add-in to know who you are.",
      advice: 'Try again, and choose "Accept" when Microsoft asks.',
    },
  ],
  13003: [
    'none',
    {
      code: 'sign_in_required',
      message:
        "You're signed in to Excel with an account that Microsoft doesn't support here, such as one of a local domain.",
      advice: 'Sign in to Excel with a work, school, or personal Microsoft account.',
    },
  ],
  13004: wrongResource,
  13005: [
    'failed',
    {
      code: 'forbidden',
      message: "Microsoft doesn't let Excel sign you in to this add-in.",
      advice: `${checkRegistration}: Office must be an authorized client application, and the add-in needs consent.`,
    },
  ],
  13006: [
    'failed',
    {
      code: 'unavailable',
      message: "Excel on the web couldn't get your Microsoft sign-in.",
      advice: 'Sign out of Microsoft 365, close the browser, and open the workbook again.',
    },
  ],
  13007: [
    'failed',
    {
      code: 'unavailable',
      message: "Microsoft didn't give Excel a token for this add-in.",
      advice:
        'Try again later, or sign in to Excel with your work account. Your administrator can check that the application is enabled for sign-in and has the permission profile.',
    },
  ],
  13008: [
    'failed',
    {
      code: 'unavailable',
      message: "Excel is still waiting for Microsoft's sign-in.",
      advice: 'Finish the sign-in that is open, then try again.',
    },
  ],
  13009: [
    'failed',
    {
      code: 'forbidden',
      message: "Excel can't ask for your consent to this add-in.",
      advice: 'Ask your administrator to grant consent for your organization in the app registration.',
    },
  ],
  13010: [
    'none',
    {
      code: 'unavailable',
      message: "Your browser keeps Microsoft's sign-in page apart from Excel.",
      advice:
        "In the browser's settings, put login.microsoftonline.com and your Microsoft 365 domain into the same security zone.",
    },
  ],
  13011: wrongResource,
  13012: [
    'none',
    {
      code: 'unavailable',
      message: "Excel can't tell the add-in who you are on this device, or in a workbook that was opened in Teams.",
      advice: 'Open the workbook in Excel on the web, on Windows, or on a Mac.',
    },
  ],
  13013: [
    'failed',
    {
      code: 'throttled',
      message: 'Excel was asked for your Microsoft sign-in too many times.',
      advice: 'Try again in a minute.',
    },
  ],
  50001: [
    'none',
    {
      code: 'unavailable',
      message: 'This Excel is too old to tell the add-in who you are, or your browser has kept an old part of it.',
      advice: "Update Excel, or clear your browser's cache and open the workbook again.",
    },
  ],
};

/** This Excel doesn't have `getAccessToken` at all. */
export const unsupportedCode = 13012;

/**
 * The failure for a code of `Office.auth.getAccessToken`.
 *
 * @param code undefined for an error without one
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/develop/troubleshoot-sso-in-office-add-ins}
 */
export const identityFailure = (code: number | undefined, cause?: unknown): NoIdentityError => {
  const [reason, failure] = (code === undefined ? undefined : byCode[code]) ?? [
    'failed',
    {
      code: 'unavailable',
      message: `Excel couldn't get your Microsoft sign-in${code === undefined ? '' : ` (code ${code})`}.`,
      advice: 'Try again in a minute. If it keeps happening, contact your administrator.',
    },
  ];
  return new NoIdentityError(reason, failure, { cause });
};

/** Excel didn't answer. */
export const identityTooSlow = (): NoIdentityError =>
  new NoIdentityError('failed', {
    code: 'deadline_exceeded',
    message: "Excel didn't answer who you are in time.",
    advice: 'Try again. If it keeps happening, close and reopen the workbook.',
  });
