import { Button, Link, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { ReactNode } from 'react';
import type { ActionStatus } from '../../../office/actions/action-status';
import type { Refusal } from '../../../office/actions/scope/outcome';
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '../../ui/message-bar';
import { outcomeWords, refusalWords, workingWords } from './action-words';

export interface ActionNoticeProps {
  readonly status: Exclude<ActionStatus, { kind: 'none' }>;
  readonly onGoTo: (address: string) => void;
  readonly onDismiss: () => void;
}

const useStyles = makeStyles({
  list: { margin: `${tokens.spacingVerticalXS} 0 0`, paddingLeft: tokens.spacingHorizontalL },
});

/** The most formulas that are listed. */
const mostRefusals = 10;

const Refusals = ({
  refused,
  onGoTo,
}: { readonly refused: readonly Refusal[] } & Pick<ActionNoticeProps, 'onGoTo'>) => {
  const more = refused.length - mostRefusals;
  return (
    <ul className={useStyles().list}>
      {refused.slice(0, mostRefusals).map(({ address, reason }) => (
        <li key={address}>
          <Link as="button" type="button" inline onClick={() => onGoTo(address)}>
            {address}
          </Link>
          {`: ${reason}`}
        </li>
      ))}
      {more > 0 ? <li>{`and ${more} more`}</li> : null}
    </ul>
  );
};

const bodyOf = ({ status, onGoTo }: ActionNoticeProps): ReactNode => {
  if (status.kind === 'working') return workingWords[status.action];
  if (status.kind === 'failed')
    return (
      <>
        <MessageBarTitle>{status.failure.message}</MessageBarTitle> {status.failure.advice}
      </>
    );
  const [title, text] = outcomeWords(status);
  return (
    <>
      <MessageBarTitle>{title}</MessageBarTitle> {text}
      {status.refused.length === 0 ? null : (
        <>
          {' '}
          {refusalWords(status)}
          <Refusals refused={status.refused} onGoTo={onGoTo} />
        </>
      )}
    </>
  );
};

const intentOf = (status: ActionNoticeProps['status']): 'info' | 'success' | 'warning' | 'error' => {
  if (status.kind === 'working') return 'info';
  if (status.kind === 'failed') return 'error';
  if (status.refused.length > 0) return 'warning';
  return status.cells.length > 0 ? 'success' : 'info';
};

/** What an action on formulas came to, until a person dismisses it. */
export const ActionNotice = (props: ActionNoticeProps): ReactNode => {
  const { status, onDismiss } = props;
  return (
    <MessageBar intent={intentOf(status)}>
      <MessageBarBody>{bodyOf(props)}</MessageBarBody>
      <MessageBarActions
        containerAction={
          status.kind === 'working' ? undefined : (
            <Button appearance="transparent" aria-label="Dismiss" icon={<DismissRegular />} onClick={onDismiss} />
          )
        }
      />
    </MessageBar>
  );
};
