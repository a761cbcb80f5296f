import type { OpenSession, RecordedEvent } from '../../../src/core/protocol/account';
import type { LoadedAccount } from '../../../src/taskpane/app/loaded/account-entry';
import { AccountDetails } from '../../../src/taskpane/features/account/details/account-details';

export interface FakeAccount {
  readonly loaded: LoadedAccount;
  /** What the relay knows; a test may change it. */
  devices: OpenSession[];
  events: RecordedEvent[];
  /** What every further question fails with. */
  failure: Error | undefined;
  /** Devices that were signed out. */
  readonly ended: string[];
}

const signedInAt = Date.UTC(2026, 9, 1, 9);

/** A relay's knowledge of an account, in memory. */
export const fakeAccount = (): FakeAccount => {
  const answer = <T>(value: () => T): Promise<T> =>
    fake.failure === undefined ? Promise.resolve(value()) : Promise.reject(fake.failure);
  const fake: FakeAccount = {
    devices: [
      { id: 'here', device: 'Excel on the web', signedInAt, lastUsedAt: signedInAt, current: true },
      { id: 'there', device: 'Excel on Mac', signedInAt, lastUsedAt: signedInAt, current: false },
    ],
    events: [{ at: signedInAt, event: 'query', outcome: 'result', metrics: ['totalSessions'], requests: 2 }],
    failure: undefined,
    ended: [],
    loaded: {
      View: AccountDetails,
      details: {
        devices: () => answer(() => fake.devices),
        activity: () => answer(() => fake.events),
        endDevice: (id) =>
          answer(() => {
            fake.ended.push(id);
            fake.devices = fake.devices.filter((device) => device.id !== id);
          }),
        probe: () => answer(() => ({ origin: 'https://relay.example', ms: 12, clockAheadMs: 3 })),
      },
      host: () => ({ addIn: '1.2.3', excel: 'Excel on Mac 16', browser: 'Safari', language: 'en', timeZone: 'UTC' }),
    },
  };
  return fake;
};
