/** What is shown of a refresh: a part of the pane that loads when there is something to show. */
export { refreshChoice } from '../../../office/storage/refresh-settings';
export { RefreshReport } from './refresh-report';
export { RefreshSettings } from './refresh-settings';
export { StartupChoice } from './startup-choice';
