import { asText } from './arguments';
import type { HostObject } from './define';
import { defineType, HostError } from './define';

type Settings = Map<string, unknown>;

interface Setting {
  readonly settings: Settings;
  readonly key: string;
}

const setting = defineType<Setting>('Setting', {
  identity: ({ key }) => ({ _Id: key, Key: key }),
  read: { Key: ({ key }) => key, Value: ({ settings, key }) => settings.get(key) },
  write: { Value: ({ settings, key }, value) => void settings.set(key, value) },
  call: { Delete: ({ settings, key }) => void settings.delete(key) },
});

const find = (settings: Settings, key: unknown): HostObject | null =>
  settings.has(asText(key, 'key')) ? setting({ settings, key: asText(key, 'key') }) : null;

/** Excel's `SettingCollection`: what the add-in keeps in the workbook. */
export const settingCollection = defineType<Settings>('SettingCollection', {
  items: (settings) => [...settings.keys()].map((key) => setting({ settings, key })),
  item: (settings, key) => {
    const found = find(settings, key);
    if (!found) throw new HostError('ItemNotFound', `There is no setting "${String(key)}".`);
    return found;
  },
  call: {
    Add: (settings, key, value) => {
      settings.set(asText(key, 'key'), value);
      return setting({ settings, key: asText(key, 'key') });
    },
    GetCount: (settings) => settings.size,
    GetItemOrNullObject: find,
  },
});
