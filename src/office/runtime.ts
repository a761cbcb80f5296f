import type { Questions } from './questions';
import type { RelayClient } from './relay-client';
import type { Session } from './session';
import type { Workbook } from './workbook';

/** Everything that functions, commands and pane share. */
export interface Runtime {
  readonly session: Session;
  readonly relay: RelayClient;
  readonly workbook: Workbook;
  readonly questions: Questions;
}

export declare const runtime: Runtime;
