import type { HostObject } from '../objects/define';

/**
 * Loads properties by path, `format/columnWidth` through objects and `*` for all; on a collection, of its members.
 * The names come in camel case and go out as on the wire.
 */
export function load(
  object: HostObject,
  select: readonly string[],
  expand: readonly string[],
): Record<string, unknown> {
  const items = object.items();
  const paths = [...select, ...expand.map((path) => `${path}/*`)];
  if (!items) return loadOne(object, paths);
  const own = paths.filter((path) => object.properties().includes(wireName(path)));
  const ofItems = paths.filter((path) => !own.includes(path));
  return {
    ...(own.length > 0 ? loadOne(object, own) : {}),
    _Items: items.map((item) => ({ ...item.identity(), ...loadOne(item, ofItems) })),
  };
}

function loadOne(object: HostObject, paths: readonly string[]): Record<string, unknown> {
  const answer: Record<string, unknown> = { ...object.identity() };
  for (const [head, rest] of byHead(paths.length > 0 ? paths : ['*'])) {
    if (head === '*') for (const name of object.properties()) answer[name] = object.read(name);
    else if (object.leadsOn(head)) answer[head] = load(object.navigate(head), rest, []);
    else answer[head] = object.read(head);
  }
  return answer;
}

/** `['a', 'b/c', 'b/d']` → `A: []`, `B: ['c', 'd']`. */
function byHead(paths: readonly string[]): Map<string, string[]> {
  const heads = new Map<string, string[]>();
  for (const path of paths) {
    const [first = '', ...rest] = path.split('/');
    const head = first === '*' ? first : wireName(first);
    const tails = heads.get(head) ?? [];
    if (rest.length > 0) tails.push(rest.join('/'));
    heads.set(head, tails);
  }
  return heads;
}

const wireName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
