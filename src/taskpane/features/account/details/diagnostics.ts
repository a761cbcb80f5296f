import type { Failure } from '../../../../core/domain/failure';
import type { OpenSession, RecordedEvent } from '../../../../core/protocol/account';
import type { ServerProbe } from '../../../../office/relay/session/account-details';

/** The Excel and the browser that the add-in runs in. */
export interface HostFacts {
  readonly addIn: string;
  readonly excel: string;
  readonly browser: string;
  readonly language: string;
  readonly timeZone: string;
}

/** What the diagnostics tell. What couldn't be found out is a failure. */
export interface Facts {
  readonly at: number;
  readonly host: HostFacts;
  readonly accountId: string;
  readonly probe: ServerProbe | Failure;
  readonly devices: readonly OpenSession[] | Failure;
  readonly activity: readonly RecordedEvent[] | Failure;
  readonly failed: readonly { readonly address: string; readonly failure: Failure }[];
}

const mostEvents = 20;
const mostFailures = 20;

const isFailure = (value: object): value is Failure => 'code' in value;
const failureLine = ({ code, message, requestId }: Failure): string =>
  `${code}: ${message}${requestId === undefined ? '' : ` (request ${requestId})`}`;
const iso = (instant: number): string => new Date(instant).toISOString();

const probeLines = (probe: ServerProbe | Failure): string[] => {
  if (isFailure(probe)) return [`Server: ${failureLine(probe)}`];
  const ahead = probe.clockAheadMs === undefined ? '' : `; its clock is ${probe.clockAheadMs} ms ahead`;
  return [`Server: ${probe.origin} answered with a look at Amazon in ${probe.ms} ms${ahead}`];
};

const deviceLines = (devices: Facts['devices']): string[] => {
  if (isFailure(devices)) return [`Devices: ${failureLine(devices)}`];
  const current = devices.find((device) => device.current);
  return [`Devices: ${devices.length}; this one: ${current?.id ?? 'unknown'}, since ${iso(current?.signedInAt ?? 0)}`];
};

const activityLines = (activity: Facts['activity']): string[] => {
  if (isFailure(activity)) return [`Activity: ${failureLine(activity)}`];
  return activity
    .slice(0, mostEvents)
    .map(({ at, event, outcome, skillId = '', metrics = [], startTime = '', endTime = '', requests, times }) =>
      [iso(at), event, outcome, skillId, metrics.join(' '), startTime, endTime, requests ?? '', times ?? 1].join(' | '),
    );
};

/** A text for support: versions, IDs, and timings. It holds no tokens, names, email addresses, or values of cells. */
export const diagnosticsText = ({ at, host, accountId, probe, devices, activity, failed }: Facts): string =>
  [
    `Skill Metrics ${host.addIn}, ${iso(at)}`,
    `Excel: ${host.excel}`,
    `Browser: ${host.browser}`,
    `Language: ${host.language}; time zone: ${host.timeZone}`,
    ...probeLines(probe),
    `Account: ${accountId}`,
    ...deviceLines(devices),
    `Cells with errors: ${failed.length}`,
    ...failed.slice(0, mostFailures).map(({ address, failure }) => `  ${address} ${failureLine(failure)}`),
    'Activity (time, event, outcome, skill, metrics, from, to, requests to Amazon, times):',
    ...activityLines(activity).map((line) => `  ${line}`),
  ].join('\n');
