/** The cells of the real Excel. */
import { createExcelAccess, asOneUndoStep } from '../excel/run';
import { setTimer } from '../lib/timers';
import { createSpills } from './spills';

/** One for functions and pane. Its waiting for somebody who types is of no interest to them. */
export const spills = createSpills(createExcelAccess(setTimer).run, setTimer, asOneUndoStep);
