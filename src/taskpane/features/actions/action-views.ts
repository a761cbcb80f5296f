/** What the pane shows of actions on formulas. It is loaded once there is something to show. */
export { ActionButtons } from './action-buttons';
export { ActionNotice } from './action-notice';
