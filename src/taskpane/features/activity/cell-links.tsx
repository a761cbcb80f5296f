import { Link } from '@fluentui/react-components';
import { Fragment, type ReactNode } from 'react';

export interface CellLinksProps {
  readonly addresses: readonly string[];
  readonly onGoTo: (address: string) => void;
}

const mostCells = 3;

/** The first of some cells, to go to, and how many more there are. */
export const CellLinks = ({ addresses, onGoTo }: CellLinksProps): ReactNode => {
  const more = addresses.length - mostCells;
  return (
    <>
      {addresses.slice(0, mostCells).map((address, index) => (
        <Fragment key={address}>
          {index === 0 ? '' : ', '}
          <Link as="button" type="button" onClick={() => onGoTo(address)}>
            {address}
          </Link>
        </Fragment>
      ))}
      {more > 0 ? ` and ${more} more` : ''}
    </>
  );
};
