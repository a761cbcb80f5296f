import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type ReactNode, useEffect, useState } from 'react';
import { splitAddress } from '../../../core/formula/cell-address';
import type { Placement } from '../../../office/workbook/placement';
import type { InsertRequest } from '../../model/insert-request';
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Notice } from '../../ui/message-bar';
import { ProgressLine } from '../../ui/progress-line';
import type { Inserter, Insertion } from './use-insertion';

interface PlaceNoticeProps {
  readonly order: InsertRequest;
  readonly place: Placement;
  readonly onInsertAt: (address?: string) => void;
  readonly onDismiss: () => void;
}

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, paddingTop: tokens.spacingVerticalS },
});

const cellsOf = (address: string): string => splitAddress(address)[1];

const obstacles = {
  edge: "There isn't enough room on the sheet.",
  protected: 'The sheet is protected. Unprotect it first.',
  merged: 'Cells there are merged or in a table.',
};

const inTheWay = ({ blockedBy = { kind: 'edge' } }: Placement): string =>
  blockedBy.kind === 'cells' ? `${cellsOf(blockedBy.address)} is not empty.` : obstacles[blockedBy.kind];

const consequence = ({ mode }: InsertRequest, { address, blockedBy }: Placement): string => {
  if (blockedBy?.kind !== 'cells') return '';
  if (mode === 'values') return ' Inserting here overwrites that.';
  return cellsOf(blockedBy.address) === cellsOf(address)
    ? ' Inserting here overwrites that.'
    : ' The formula would show #SPILL! until there is room.';
};

/** Says that there is no room, before anything is written. */
const PlaceNotice = ({ order, place, onInsertAt, onDismiss }: PlaceNoticeProps): ReactNode => {
  const styles = useStyles();
  const { rows, columns } = order.size;
  const { free } = place;
  return (
    <div role="alert">
      <MessageBar intent="warning">
        <MessageBarBody>
          <MessageBarTitle>{inTheWay(place)}</MessageBarTitle> From {cellsOf(place.address)} on, the answer takes{' '}
          {rows === 1 ? '1 row' : `up to ${rows} rows`} and {columns === 1 ? '1 column' : `${columns} columns`}.
          {consequence(order, place)}
          <span className={styles.actions}>
            {free === undefined ? null : (
              <Button size="small" appearance="primary" onClick={() => onInsertAt(free)}>
                Insert in {cellsOf(free)}
              </Button>
            )}
            {place.blockedBy?.kind === 'cells' ? (
              <Button size="small" onClick={() => onInsertAt()}>
                {order.edited === undefined ? 'Insert here' : 'Update anyway'}
              </Button>
            ) : null}
            <Button size="small" appearance="subtle" onClick={onDismiss}>
              Cancel
            </Button>
          </span>
        </MessageBarBody>
      </MessageBar>
    </div>
  );
};

/** Long enough to read a sentence twice. Unit: milliseconds. */
const readingMs = 8_000;

interface ExpiryHandlers {
  readonly onMouseEnter: () => void;
  readonly onMouseLeave: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/**
 * Hides a message after a while, but not while it is hovered or has the focus.
 * @returns handlers for the message's element
 */
const useExpiry = (onExpire: () => void, ms = readingMs): ExpiryHandlers => {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const isHeld = isPointed || isFocused;
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(onExpire, ms);
    return () => clearTimeout(timer);
  }, [isHeld, onExpire, ms]);
  return {
    onMouseEnter: () => setPointed(true),
    onMouseLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur: () => setFocused(false),
  };
};

type DoneInsertion = Extract<Insertion, { kind: 'done' }>;

const titleOf = ({ deed, address }: DoneInsertion): string =>
  ({
    inserted: `Inserted in ${address}.`,
    updated: `Updated ${address}.`,
    charted: `Adding a chart for ${address}.`,
    copied: `Copied to ${address}.`,
  })[deed];

const whatFollows = ({ mode, deed }: DoneInsertion): string => {
  if (mode === 'values') return "These values don't change.";
  if (mode === 'chart') return 'The chart appears once the values are there.';
  return deed === 'updated' ? 'The new values follow.' : 'The values fill the cells from there.';
};

interface DoneProps {
  readonly done: DoneInsertion;
  readonly onDismiss: () => void;
  readonly onGoTo: (address: string) => void;
}

const Done = ({ done, onDismiss, onGoTo }: DoneProps): ReactNode => {
  const { copyOf } = done;
  const goBack = (address: string): void => {
    onGoTo(address);
    onDismiss();
  };
  return (
    <div {...useExpiry(onDismiss)}>
      <MessageBar intent="success">
        <MessageBarBody>
          <MessageBarTitle>{titleOf(done)}</MessageBarTitle> {whatFollows(done)}
        </MessageBarBody>
        <MessageBarActions
          containerAction={
            <Button appearance="transparent" aria-label="Dismiss" icon={<DismissRegular />} onClick={onDismiss} />
          }
        >
          {copyOf === undefined ? undefined : (
            <Button size="small" onClick={() => goBack(copyOf)}>
              Back to {splitAddress(copyOf)[1]}
            </Button>
          )}
        </MessageBarActions>
      </MessageBar>
    </div>
  );
};

export interface InsertOutcomeProps {
  readonly inserter: Inserter;
  readonly onGoTo: (address: string) => void;
}

/** How the last insertion went, read out as it comes. */
export const InsertOutcome = ({ inserter, onGoTo }: InsertOutcomeProps): ReactNode => {
  const { insertion, insertAt, forget } = inserter;
  return (
    <>
      <div role="status">
        {insertion.kind === 'done' ? (
          <Done key={insertion.address} done={insertion} onDismiss={forget} onGoTo={onGoTo} />
        ) : null}
      </div>
      {insertion.kind === 'busy' && insertion.progress !== undefined ? (
        <ProgressLine progress={insertion.progress} label="Values fetched" />
      ) : null}
      {insertion.kind === 'blocked' ? (
        <PlaceNotice
          order={insertion.order}
          place={insertion.place}
          onInsertAt={(address) => insertAt(insertion.order, address)}
          onDismiss={forget}
        />
      ) : null}
      {insertion.kind === 'failed' ? <Notice failure={insertion.failure} /> : null}
    </>
  );
};
