// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../../../src/dev/preview/page/protocol/manifest';

const xml = readFileSync(path.join(import.meta.dirname, '../../fixture/manifest.xml'), 'utf8').replaceAll(
  '{origin}',
  'https://localhost:3000',
);

describe('the manifest', () => {
  it('says what to load and what to draw', () => {
    expect(readManifest(xml)).toEqual({
      id: '4a1d4b7e-6a55-4a5c-9a0e-2f5f0a1c9d11',
      displayName: 'Fixture add-in',
      iconUrl: 'https://localhost:3000/icon.svg',
      appDomains: ['https://localhost:3000'],
      taskPaneUrl: 'https://localhost:3000/page.html',
      functionsUrl: 'https://localhost:3000/functions.json',
      groups: [
        {
          id: 'Fixture.Group',
          label: 'Fixture',
          controls: [
            {
              id: 'Fixture.Open',
              label: 'Open pane',
              tipTitle: 'Open pane',
              tip: 'A button of the fixture.',
              icon: 'https://localhost:3000/icon.svg',
              action: { kind: 'show-task-pane', url: 'https://localhost:3000/page.html' },
            },
            {
              id: 'Fixture.Stamp',
              label: 'Stamp',
              tipTitle: 'Stamp',
              tip: 'A button of the fixture.',
              icon: 'https://localhost:3000/icon.svg',
              action: { kind: 'execute-function', functionName: 'stamp' },
            },
          ],
        },
      ],
      contextMenu: [
        {
          id: 'Fixture.StampHere',
          label: 'Stamp this cell',
          tipTitle: 'Stamp this cell',
          tip: 'A button of the fixture.',
          icon: 'https://localhost:3000/icon.svg',
          action: { kind: 'execute-function', functionName: 'stamp' },
        },
      ],
    });
  });

  it('reads the items of a menu', () => {
    const control = /<Control xsi:type="Button" id="Fixture.StampHere">[\s\S]*?<\/Control>/;
    const [button = ''] = control.exec(xml) ?? [];
    const face = button.slice(button.indexOf('<Label'), button.indexOf('<Action'));
    const item = button.replace('Control xsi:type="Button"', 'Item').replace('</Control>', '</Item>');
    const menu = `<Control xsi:type="Menu" id="Fixture.Menu">${face}<Items>${item}</Items></Control>`;
    const { contextMenu } = readManifest(xml.replace(control, menu));
    expect(contextMenu).toMatchObject([
      {
        id: 'Fixture.Menu',
        label: 'Stamp this cell',
        items: [{ id: 'Fixture.StampHere', action: { kind: 'execute-function', functionName: 'stamp' } }],
      },
    ]);
  });

  it.each([
    ['a resource that is not defined', /<bt:String id="Stamp.Label"[^>]*>/, '', 'names the resource "Stamp.Label"'],
    ['an action it does not know', /xsi:type="ExecuteFunction"/, 'xsi:type="Dance"', 'does not know the action Dance'],
    ['a control that is no button', /xsi:type="Button"/, 'xsi:type="Slider"', 'control "Fixture.Open" is a Slider'],
    [
      'another host',
      /<Host xsi:type="Workbook">/,
      '<Host xsi:type="Document">',
      'no VersionOverrides for the host Workbook',
    ],
    ['no XML', /<\/OfficeApp>/, '', 'no valid XML'],
  ])('refuses %s', (_, part, replacement, problem) => {
    expect(() => readManifest(xml.replace(part, replacement))).toThrow(problem);
  });
});
