/** The spills in the real Excel. */
import { asOneUndoStep, createExcelAccess } from '../excel/run';
import { setTimer } from '../lib/timers';
import { createSpills } from './spills';

/** Shared by functions and pane. It has an access to Excel of its own, so that the pane doesn't show its waits. */
export const spills = createSpills(createExcelAccess(setTimer).run, setTimer, asOneUndoStep);
