import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clientIdIn, ManifestError, withClientId, withoutClientId } from '../../../../src/dev/scripts/sso/manifest';

const manifest = readFileSync(path.join(import.meta.dirname, '../../../../manifest.xml'), 'utf8');
const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const otherId = '9188040d-6c67-4c5b-b112-36a304b66dad';

describe('the manifest of the repository', () => {
  it('has no app registration: each installation has its own', () => {
    expect(clientIdIn(manifest)).toBeUndefined();
    expect(manifest).not.toContain('WebApplicationInfo');
  });

  it('gets one behind its resources, the last part of its version overrides', () => {
    expect(withClientId(manifest, id)).toContain(`
    </Resources>
    <WebApplicationInfo>
      <Id>${id}</Id>
      <Resource>api://localhost:3000/${id}</Resource>
      <Scopes>
        <Scope>openid</Scope>
        <Scope>profile</Scope>
      </Scopes>
    </WebApplicationInfo>
  </VersionOverrides>`);
    expect(clientIdIn(withClientId(manifest, id))).toBe(id);
  });

  it('stays as it is when it gets the same one again, and takes another in its place', () => {
    const once = withClientId(manifest, id);
    expect(withClientId(once, id)).toBe(once);
    expect(withClientId(once, otherId)).toBe(withClientId(manifest, otherId));
  });

  it('is what it was once its app registration is taken out', () => {
    expect(withoutClientId(withClientId(manifest, id))).toBe(manifest);
    expect(withoutClientId(manifest)).toBe(manifest);
  });

  it('keeps the ends of its lines', () => {
    const windows = manifest.replaceAll('\n', '\r\n');
    expect(withClientId(windows, id)).toBe(withClientId(manifest, id).replaceAll('\n', '\r\n'));
    expect(withoutClientId(withClientId(windows, id))).toBe(windows);
  });
});

it.each([
  ['no resources', '<OfficeApp/>'],
  ['two of them', manifest.replace('</Resources>', '</Resources>\n    </Resources>')],
])('a manifest with %s is refused', (_, text) => {
  expect(() => withClientId(text, id)).toThrow(ManifestError);
});
