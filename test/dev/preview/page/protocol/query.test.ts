import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HostObject } from '../../../../../src/dev/preview/page/objects/define';
import { defineType, HostError, UnknownMember } from '../../../../../src/dev/preview/page/objects/define';
import { processQuery } from '../../../../../src/dev/preview/page/protocol/query';
import { queryBody } from '../../../../../src/dev/preview/page/protocol/query-body';

/** A small object model: a book of boxes, each with a lid. */
interface Box {
  readonly name: string;
  size: number;
}

let boxes: Box[];
let unknown: string[];

const lid = defineType<Box>('Lid', { read: { Color: ({ name }) => `${name}'s colour` } });
const box = defineType<Box>('Box', {
  identity: ({ name }) => ({ _ReferenceId: name }),
  read: { Name: ({ name }) => name, Size: ({ size }) => size },
  write: {
    Size: (self, size) => {
      self.size = v.parse(v.number(), size);
    },
  },
  navigate: { Lid: lid },
  call: { SameAs: (self, other) => other !== null && (other as HostObject).read('Name') === self.name },
});
const book = defineType<Box[]>('Book', {
  read: { Count: (all) => all.length },
  items: (all) => all.map(box),
  item: (all, name) => {
    const found = all.find((one) => one.name === name);
    if (!found) throw new HostError('ItemNotFound', 'There is none.');
    return box(found);
  },
  call: {
    Find: (all, name) => {
      const found = all.find((one) => one.name === name);
      return found ? box(found) : null;
    },
  },
});

beforeEach(() => {
  boxes = [
    { name: 'a', size: 1 },
    { name: 'b', size: 2 },
  ];
  unknown = [];
});

const paths = {
  1: { Id: 1, ObjectPathType: 1 },
  2: { Id: 2, ObjectPathType: 5, ParentObjectPathId: 1, ArgumentInfo: { Arguments: ['a'] } },
  3: { Id: 3, ObjectPathType: 3, Name: 'Find', ParentObjectPathId: 1, ArgumentInfo: { Arguments: ['none'] } },
  4: { Id: 4, ObjectPathType: 6, Name: 'b' },
  5: { Id: 5, ObjectPathType: 5, ParentObjectPathId: 1, ArgumentInfo: { Arguments: ['none'] } },
  6: { Id: 6, ObjectPathType: 4, Name: 'Lid', ParentObjectPathId: 3 },
};

function run(...actions: readonly object[]) {
  const roots = {
    root: book(boxes),
    service: (name: string) => {
      throw new UnknownMember(`the service ${name}`);
    },
    reference: (id: string) => book(boxes).item(id),
    together: (write: () => void) => write(),
  };
  const body = v.parse(queryBody, {
    Actions: actions.map((action, at) => ({ Id: at + 1, ...action })),
    ObjectPaths: paths,
  });
  return processQuery(body, roots, (error) => unknown.push(error.message));
}

const values = (answer: ReturnType<typeof run>): unknown[] => answer.Results.map(({ Value }) => Value);
const query = (ObjectPathId: number, ...Select: string[]) => ({ ActionType: 2, ObjectPathId, QueryInfo: { Select } });

describe("an add-in's program", () => {
  it('finds objects by key, by method and by what office.js kept of them', () => {
    const actions = [2, 3, 4].map((ObjectPathId) => ({ ActionType: 1, ObjectPathId }));
    expect(values(run(...actions))).toEqual([{ _ReferenceId: 'a' }, null, { _ReferenceId: 'b' }]);
  });

  it('loads named properties, through objects too, or all', () => {
    expect(values(run(query(2, 'name', 'lid/color')))).toEqual([
      { _ReferenceId: 'a', Name: 'a', Lid: { Color: "a's colour" } },
    ]);
    expect(values(run(query(2)))).toEqual([{ _ReferenceId: 'a', Name: 'a', Size: 1 }]);
  });

  it("loads a collection's members and its own count", () => {
    expect(values(run(query(1, 'size', 'count')))).toEqual([
      {
        Count: 2,
        _Items: [
          { _ReferenceId: 'a', Size: 1 },
          { _ReferenceId: 'b', Size: 2 },
        ],
      },
    ]);
  });

  it('writes, and calls with objects as arguments', () => {
    const write = { ActionType: 4, ObjectPathId: 2, Name: 'Size', ArgumentInfo: { Arguments: [9] } };
    const same = {
      ActionType: 3,
      ObjectPathId: 2,
      Name: 'SameAs',
      ArgumentInfo: { Arguments: [4], ReferencedObjectPathIds: [4] },
    };
    expect(values(run(write, query(2, 'size'), same))).toEqual([null, { _ReferenceId: 'a', Size: 9 }, false]);
    expect(boxes[0]?.size).toBe(9);
  });

  it('takes whatever is done to a null object', () => {
    expect(values(run(query(3, 'name'), query(6, 'color')))).toEqual([null, null]);
  });

  it('names the traces that it passed', () => {
    expect(run({ ActionType: 5 }, { ActionType: 1, ObjectPathId: 2 }).TraceIds).toEqual([1]);
  });

  it('ends at the first action that fails; what went before stays done', () => {
    const write = { ActionType: 4, ObjectPathId: 2, Name: 'Size', ArgumentInfo: { Arguments: [9] } };
    const answer = run(write, query(5, 'name'), { ActionType: 5 });
    expect(answer).toMatchObject({ Error: { Code: 'ItemNotFound', Message: 'There is none.', ActionIndex: 1 } });
    expect(answer.TraceIds).toEqual([]);
    expect(boxes[0]?.size).toBe(9);
  });

  it.each([
    ['a property', query(2, 'weight'), 'Box.Weight'],
    ['a property through an object', query(2, 'lid/weight'), 'Lid.Weight'],
    ['a method', { ActionType: 3, ObjectPathId: 2, Name: 'Burn' }, 'Box.Burn'],
    ['a write', { ActionType: 4, ObjectPathId: 2, Name: 'Name', ArgumentInfo: { Arguments: ['x'] } }, 'Box.Name'],
    [
      'a method that every object of JavaScript has',
      { ActionType: 3, ObjectPathId: 2, Name: 'toString' },
      'Box.toString',
    ],
    ['a kind of action', { ActionType: 9, ObjectPathId: 2 }, 'the action type 9'],
  ])('fails with a message for %s that is unknown', (_, action, member) => {
    expect(run(action)).toMatchObject({ Error: { Code: 'ApiNotFound' } });
    expect(unknown).toEqual([`The preview does not know ${member}.`]);
  });
});
