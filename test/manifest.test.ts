// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const text = readFileSync(path.join(root, 'manifest.xml'), 'utf8');
const manifest = new DOMParser().parseFromString(text, 'text/xml');
const base = 'https://localhost:3000';

const elements = (name: string): Element[] =>
  [...manifest.getElementsByTagName('*')].filter((one) => one.localName === name);
const attribute = (element: Element | undefined, name: string): string => element?.getAttribute(name) ?? '';
const attributes = (name: string): string[] =>
  [...manifest.getElementsByTagName('*')].flatMap((one) => one.getAttribute(name) ?? []);
const resources = (name: string): Map<string, string> =>
  new Map(
    elements(name)
      .filter((one) => one.hasAttribute('id'))
      .map((one) => [attribute(one, 'id'), attribute(one, 'DefaultValue')]),
  );
const urls = resources('Url');
const images = resources('Image');
const strings = resources('String');
const urlOf = (element: Element | undefined): string | undefined =>
  urls.get(attribute(element?.getElementsByTagName('SourceLocation')[0] ?? element, 'resid'));

/** Width and height of a PNG file. Source: PNG specification, 11.2.1 IHDR. */
const pngSize = (file: string): [number, number] => {
  const bytes = readFileSync(file);
  expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};
const assetOf = (url: string): string => path.join(root, new URL(url).pathname);

describe('the manifest', () => {
  it('is XML of an add-in for Excel, and for nothing else', () => {
    expect(elements('parsererror')).toEqual([]);
    expect(elements('Host').map((one) => one.getAttribute('Name') ?? one.getAttribute('xsi:type'))).toEqual([
      'Workbook',
      'Workbook',
    ]);
  });

  it('resolves every reference to a resource, and uses every resource', () => {
    const known = [...urls.keys(), ...images.keys(), ...strings.keys()];
    const used = attributes('resid');
    expect(new Set(known).size).toBe(known.length);
    expect(used.filter((id) => !known.includes(id))).toEqual([]);
    expect(known.filter((id) => !used.includes(id))).toEqual([]);
    expect(known.filter((id) => id.length > 32)).toEqual([]);
  });

  it("keeps Excel's limits of length", () => {
    const long = (parent: string): string[] =>
      elements(parent).flatMap((one) => [...one.children].map((child) => attribute(child, 'DefaultValue')));
    expect(long('ShortStrings').filter((one) => one.length > 125)).toEqual([]);
    expect(long('LongStrings').filter((one) => one.length > 250)).toEqual([]);
    expect(attribute(elements('DisplayName')[0], 'DefaultValue').length).toBeLessThanOrEqual(125);
    expect(attribute(elements('Description')[0], 'DefaultValue').length).toBeLessThanOrEqual(250);
  });

  it('has unique ids of controls, as short as Excel takes them', () => {
    const ids = [...elements('Control'), ...elements('Group')].map((one) => attribute(one, 'id'));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.length > 125)).toEqual([]);
  });

  it('stays on one domain, which one replacement moves elsewhere', () => {
    const addresses = attributes('DefaultValue').filter((one) => one.includes('://'));
    expect(addresses.filter((one) => !one.startsWith(`${base}/`))).toEqual([]);
    expect(elements('AppDomain').map((one) => one.textContent)).toEqual([base]);
  });

  it('runs functions, commands and pane in one page that lives on', () => {
    const [runtime] = elements('Runtime');
    expect(attribute(runtime, 'lifetime')).toBe('long');
    const page = `${base}/taskpane.html`;
    expect(urls.get(attribute(runtime, 'resid'))).toBe(page);
    expect(urlOf(elements('Page')[0])).toBe(page);
    expect(urlOf(elements('FunctionFile')[0])).toBe(page);
    expect(urlOf(elements('Action').find((one) => attribute(one, 'xsi:type') === 'ShowTaskpane'))).toBe(page);
    expect(urlOf(elements('Script')[0])).toBe(`${base}/taskpane.js`);
    expect(urlOf(elements('Metadata')[0])).toBe(`${base}/functions.json`);
  });

  it('names the functions bare: a name is for ever in people’s workbooks', () => {
    expect(elements('Namespace')).toEqual([]);
  });

  it('has a picture of the exact size for every place', () => {
    for (const one of elements('Icon').flatMap((icon) => [...icon.children])) {
      const size = Number(attribute(one, 'size'));
      expect(pngSize(assetOf(images.get(attribute(one, 'resid')) ?? ''))).toEqual([size, size]);
    }
    for (const icon of elements('Icon')) {
      expect([...icon.children].map((one) => attribute(one, 'size'))).toEqual(['16', '32', '80']);
    }
    expect(pngSize(assetOf(attribute(elements('IconUrl')[0], 'DefaultValue')))).toEqual([32, 32]);
    expect(pngSize(assetOf(attribute(elements('HighResolutionIconUrl')[0], 'DefaultValue')))).toEqual([64, 64]);
  });

  it('leads to a help page that knows every function', () => {
    const help = readFileSync(assetOf(attribute(elements('SupportUrl')[0], 'DefaultValue')), 'utf8');
    expect(help).toContain('id="SKILLMETRICS"');
  });
});
