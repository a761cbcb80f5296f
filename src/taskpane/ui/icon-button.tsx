import { Button } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

interface IconButtonProps {
  readonly icon: ReactElement;
  /** Read out, and shown as a tip. */
  readonly label: string;
  readonly onClick: () => void;
}

/** A small button in the head of a view. */
export const IconButton = ({ icon, label, onClick }: IconButtonProps): ReactNode => (
  <Button appearance="subtle" size="small" icon={icon} aria-label={label} title={label} onClick={onClick} />
);
