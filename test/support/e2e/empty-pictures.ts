import { rmSync } from 'node:fs';
import { pictures } from './inspect';

/** Takes the pictures of earlier runs away: a state that is no more leaves none. */
export default (): void => rmSync(pictures, { recursive: true, force: true });
