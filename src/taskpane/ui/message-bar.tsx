/** Messages in the pane, as Fluent draws them; its own message bar takes 3.8 KB, a fiftieth of the pane. */
import { makeStyles, mergeClasses, shorthands, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { DismissCircleFilled } from '@fluentui/react-icons/svg/dismiss-circle';
import { InfoFilled } from '@fluentui/react-icons/svg/info';
import { WarningFilled } from '@fluentui/react-icons/svg/warning';
import type { ReactNode } from 'react';
import type { Failure } from '../../core/domain/failure';

type Intent = 'info' | 'success' | 'warning' | 'error';

interface Content {
  readonly children: ReactNode;
}

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr auto',
    gridTemplateAreas: '"icon body dismiss" "actions actions actions"',
    alignItems: 'start',
    boxSizing: 'border-box',
    paddingTop: tokens.spacingVerticalMNudge,
    paddingLeft: tokens.spacingHorizontalM,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  info: {},
  success: {
    backgroundColor: tokens.colorStatusSuccessBackground1,
    ...shorthands.borderColor(tokens.colorStatusSuccessBorder1),
  },
  warning: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    ...shorthands.borderColor(tokens.colorStatusWarningBorder1),
  },
  error: {
    backgroundColor: tokens.colorStatusDangerBackground1,
    ...shorthands.borderColor(tokens.colorStatusDangerBorder1),
  },
  icon: {
    gridArea: 'icon',
    display: 'flex',
    marginRight: tokens.spacingHorizontalS,
    fontSize: tokens.fontSizeBase500,
    color: tokens.colorNeutralForeground3,
  },
  successIcon: { color: tokens.colorStatusSuccessForeground1 },
  warningIcon: { color: tokens.colorStatusWarningForeground3 },
  errorIcon: { color: tokens.colorStatusDangerForeground1 },
  body: {
    gridArea: 'body',
    minWidth: 0,
    paddingRight: tokens.spacingHorizontalM,
    paddingBottom: tokens.spacingVerticalMNudge,
    overflowWrap: 'anywhere',
  },
  title: { fontWeight: tokens.fontWeightSemibold },
  dismiss: { gridArea: 'dismiss', marginTop: '-6px', marginRight: tokens.spacingHorizontalXS },
  actions: {
    gridArea: 'actions',
    display: 'flex',
    justifyContent: 'end',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
    paddingRight: tokens.spacingHorizontalM,
    paddingBottom: tokens.spacingVerticalMNudge,
    ':empty': { display: 'none' },
  },
});

const icons = { info: InfoFilled, success: CheckmarkCircleFilled, warning: WarningFilled, error: DismissCircleFilled };

export const MessageBar = ({ intent, children }: Content & { readonly intent: Intent }): ReactNode => {
  const styles = useStyles();
  const Icon = icons[intent];
  const iconStyle = intent === 'info' ? undefined : styles[`${intent}Icon`];
  return (
    <div className={mergeClasses(styles.root, styles[intent])}>
      <span className={mergeClasses(styles.icon, iconStyle)} aria-hidden>
        <Icon />
      </span>
      {children}
    </div>
  );
};

export const MessageBarBody = ({ children }: Content): ReactNode => <div className={useStyles().body}>{children}</div>;

export const MessageBarTitle = ({ children }: Content): ReactNode => (
  <span className={useStyles().title}>{children}</span>
);

/** Buttons below the text, and one in the corner that takes the message away. */
export const MessageBarActions = ({
  children,
  containerAction,
}: Partial<Content> & { readonly containerAction?: ReactNode }): ReactNode => {
  const styles = useStyles();
  return (
    <>
      {containerAction === undefined ? null : <div className={styles.dismiss}>{containerAction}</div>}
      {children === undefined ? null : <div className={styles.actions}>{children}</div>}
    </>
  );
};

const intentOf = ({ code }: Failure): 'info' | 'warning' | 'error' =>
  code === 'cancelled' ? 'info' : code === 'sign_in_required' ? 'warning' : 'error';

/** A failure with its next step; read out when it appears. */
export const Notice = ({ failure, actions }: { failure: Failure; actions?: ReactNode }): ReactNode => (
  <div role="alert">
    <MessageBar intent={intentOf(failure)}>
      <MessageBarBody>
        <MessageBarTitle>{failure.message}</MessageBarTitle> {failure.advice}
        {failure.requestId === undefined ? '' : ` (Amazon request ${failure.requestId})`}
        {actions}
      </MessageBarBody>
    </MessageBar>
  </div>
);

/** Props of a Fluent Field that shows what is wrong with it. */
export const problemProps = (
  problem: string | undefined,
): { readonly validationState?: 'error'; readonly validationMessage?: string } =>
  problem === undefined ? {} : { validationState: 'error', validationMessage: problem };
