import { type OpenSession, parseOpenSessions, parseRecord, type RecordedEvent } from '../../../core/protocol/account';
import { parseSession } from '../../../core/protocol/stream';
import { callRelay, callRelayForJson, type RelayAccess, type RelayCall } from '../fetch';
import type { ClientSession } from './session';

/** What the relay knows of the account that the workbook uses. All methods reject with a FailureError. */
export interface AccountDetailsClient {
  /** The devices on which the account is signed in. */
  devices(): Promise<readonly OpenSession[]>;
  /** Signs another device out. */
  endDevice(id: string): Promise<void>;
  /** What the person has done lately, the latest first. */
  activity(): Promise<readonly RecordedEvent[]>;
  /** How the server answers: the milliseconds that it takes, and how far its clock is ahead of this one, about. */
  probe(): Promise<ServerProbe>;
}

/** How the server answers. */
export interface ServerProbe {
  readonly origin: string;
  readonly ms: number;
  /** Milliseconds by which the server's clock is ahead. */
  readonly clockAheadMs?: number;
}

const mostEntries = 50;

/** Creates the questions about an account. */
export const createAccountDetails = (
  access: RelayAccess,
  session: Pick<ClientSession, 'bearer'>,
  now: () => number,
): AccountDetailsClient => {
  const call = async (more: RelayCall = {}): Promise<RelayCall> => {
    const bearer = await session.bearer();
    return { ...more, ...(bearer === undefined ? {} : { bearer }) };
  };
  return {
    devices: async () => (await callRelayForJson(access, '/auth/sessions', parseOpenSessions, await call())).sessions,
    endDevice: async (id) => {
      await callRelay(access, `/auth/sessions/${encodeURIComponent(id)}`, await call({ method: 'DELETE' }));
    },
    activity: async () =>
      (await callRelayForJson(access, `/api/audit?limit=${mostEntries}`, parseRecord, await call())).entries,
    probe: async () => {
      const from = now();
      const { now: there } = await callRelayForJson(access, '/auth/session?access=check', parseSession, await call());
      const to = now();
      return {
        origin: access.origin,
        ms: to - from,
        ...(there === undefined ? {} : { clockAheadMs: Math.round(there - (from + to) / 2) }),
      };
    },
  };
};

/** Creates the questions about the account of the add-in's session, with the browser's network and clock. */
export const officeAccountDetails = (session: Pick<ClientSession, 'bearer'>): AccountDetailsClient =>
  createAccountDetails({ fetch: (...call) => fetch(...call), origin: location.origin }, session, Date.now);
