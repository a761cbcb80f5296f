import * as v from 'valibot';
import type { SavedWorkbook } from '../saved-workbook';
import { savedWorkbook } from '../saved-workbook';
import type { Parts } from './parts';
import { elements, parseXml, writeXml } from './sheet-xml';

/**
 * The preview's own part of a file: the whole workbook as the preview knows it, beside what Excel reads. Excel drops it when it
 * saves; and where something else has changed the file, it no longer counts.
 */
const path = 'preview/workbook.json';
const relationship = 'urn:skill-metrics:preview-workbook';

const ownPart = v.object({ digest: v.string(), workbook: savedWorkbook });

/** Adds the part to a file's others. */
export async function withOwnPart(parts: Parts, workbook: SavedWorkbook): Promise<Parts> {
  return {
    ...parts,
    '[Content_Types].xml': edited(parts['[Content_Types].xml'], (root) =>
      append(root, 'Default', { Extension: 'json', ContentType: 'application/json' }, true),
    ),
    '_rels/.rels': edited(parts['_rels/.rels'], (root) =>
      append(root, 'Relationship', { Id: 'rIdPreview', Type: relationship, Target: path }),
    ),
    [path]: JSON.stringify({ digest: await digestOf(parts), workbook }),
  };
}

/** The workbook of the part; `undefined` where there is none, or where it is not of these parts. */
export async function readOwnPart(parts: Parts): Promise<SavedWorkbook | undefined> {
  const text = parts[path];
  if (text === undefined) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ownPart), text);
  if (!parsed.success || parsed.output.digest !== (await digestOf(parts))) return undefined;
  return parsed.output.workbook;
}

/** Of all that Excel reads. */
async function digestOf(parts: Parts): Promise<string> {
  const seen = Object.entries(parts).filter(([part]) => part.startsWith('xl/'));
  const text = JSON.stringify(seen.sort(([a], [b]) => (a < b ? -1 : 1)));
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function edited(text = '', edit: (root: Element) => void): string {
  const document = parseXml(text);
  edit(document.documentElement);
  return writeXml(document);
}

function append(root: Element, name: string, attributes: Readonly<Record<string, string>>, first = false): void {
  const element = root.ownerDocument.createElementNS(root.namespaceURI, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (first) elements(root, name)[0]?.before(element);
  else root.append(element);
}
