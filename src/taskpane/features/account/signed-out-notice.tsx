import { Link } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { MessageBar, MessageBarBody, MessageBarTitle } from '../../ui/message-bar';

/** Where Amazon lists the apps that a person has connected by Login with Amazon, and lets them be removed. */
export const AmazonAppsLink = (): ReactNode => (
  <Link inline href="https://www.amazon.com/ap/adam" target="_blank" rel="noreferrer">
    Login with Amazon: Manage apps
  </Link>
);

/** What signing out has done, and what only Amazon can do. */
export const SignedOutNotice = (): ReactNode => (
  <div role="status">
    <MessageBar intent="success">
      <MessageBarBody>
        <MessageBarTitle>You're signed out.</MessageBarTitle> The add-in’s server has forgotten your Amazon tokens.
        Amazon goes on listing the add-in until you remove it there: <AmazonAppsLink />.
      </MessageBarBody>
    </MessageBar>
  </div>
);
