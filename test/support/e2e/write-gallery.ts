import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { galleryPage } from './gallery';
import { pictures } from './inspect';

/** Writes the page of the pictures that are there, once all tests have run. */
export default (): void => {
  if (!existsSync(pictures)) return;
  const files = readdirSync(pictures).filter((file) => file.endsWith('.png'));
  writeFileSync(path.join(pictures, 'index.html'), galleryPage(files));
};
