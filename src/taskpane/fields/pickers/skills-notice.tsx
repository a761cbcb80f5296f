import { Button, Link, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Failure } from '../../../core/domain/failure';
import type { List } from '../../hooks/use-list';
import type { SkillEntry } from '../../model/skill-list';
import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '../../ui/message-bar';

export interface SkillsNoticeProps {
  readonly list: List<SkillEntry>;
  readonly onRetry: () => void;
}

const useStyles = makeStyles({ notice: { '& > *': { marginTop: tokens.spacingVerticalM } } });

const Failed = ({ failure, onRetry }: { failure: Failure; onRetry: () => void }): ReactNode => (
  <MessageBar intent="warning">
    <MessageBarBody>
      <MessageBarTitle>Your skills couldn't be loaded.</MessageBarTitle> {failure.message} {failure.advice} A skill’s ID
      can still be pasted.
    </MessageBarBody>
    <MessageBarActions>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </MessageBarActions>
  </MessageBar>
);

const None = (): ReactNode => (
  <MessageBar intent="info">
    <MessageBarBody>
      <MessageBarTitle>This account has no skills.</MessageBarTitle> Sign in with the account of an Alexa developer,
      paste the ID of a skill, or{' '}
      <Link inline href="https://developer.amazon.com/alexa/console/ask" target="_blank" rel="noreferrer">
        create one in the Alexa developer console
      </Link>
      .
    </MessageBarBody>
  </MessageBar>
);

/** Why there are no skills to choose from, where there are none. */
export const SkillsNotice = ({ list, onRetry }: SkillsNoticeProps): ReactNode => (
  <div aria-live="polite" className={useStyles().notice}>
    {list.kind === 'failed' ? <Failed failure={list.failure} onRetry={onRetry} /> : null}
    {list.kind === 'ready' && list.items.length === 0 ? <None /> : null}
  </div>
);
