import { FluentProvider, Input, webLightTheme } from '@fluentui/react-components';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

/** The least that a pane of React and Fluent UI can be: one field. */
export const draw = (): void => {
  const element = document.body.appendChild(document.createElement('div'));
  const field = createElement(Input, { 'aria-label': 'Skill' });
  createRoot(element).render(createElement(FluentProvider, { theme: webLightTheme }, field));
};
