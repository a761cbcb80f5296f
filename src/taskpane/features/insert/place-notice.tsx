import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { splitAddress } from '../../../core/formula/cell-address';
import type { Placement } from '../../../office/workbook/placement';
import type { InsertRequest } from '../../model/insert-request';
import { MessageBar, MessageBarBody, MessageBarTitle } from '../../ui/message-bar';

export interface PlaceNoticeProps {
  readonly order: InsertRequest;
  readonly place: Placement;
  readonly onInsertAt: (address?: string) => void;
  readonly onDismiss: () => void;
}

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, paddingTop: tokens.spacingVerticalS },
});

const cellsOf = (address: string): string => splitAddress(address)[1];

const inTheWay = ({ blockedBy }: Placement): string =>
  blockedBy?.kind === 'cells' ? `${cellsOf(blockedBy.address)} is not empty.` : "There isn't enough room on the sheet.";

const consequence = ({ mode }: InsertRequest, { address, blockedBy }: Placement): string => {
  if (blockedBy?.kind !== 'cells') return '';
  if (mode === 'values') return ' Inserting here overwrites that.';
  return cellsOf(blockedBy.address) === cellsOf(address)
    ? ' Inserting here overwrites that.'
    : ' The formula would show #SPILL! until there is room.';
};

/** Says that there is no room, before anything is written. */
export const PlaceNotice = ({ order, place, onInsertAt, onDismiss }: PlaceNoticeProps): ReactNode => {
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
