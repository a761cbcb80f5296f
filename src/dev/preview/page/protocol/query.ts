import type { HostObject } from '../objects/define';
import { HostError, isHostObject, UnknownMember } from '../objects/define';
import { load } from './load';
import type { Action, ArgumentInfo, ObjectPath, QueryBody } from './query-body';

/** The objects that a program can start from. */
export interface QueryRoots {
  readonly root: HostObject;
  /** A service by its name, for instance `Microsoft.ExcelServices.CustomFunctions`. */
  readonly service: (name: string) => HostObject;
  /** An object that office.js kept by its `_ReferenceId`. */
  readonly reference: (id: string) => HostObject;
  /** Runs writes that follow each other, for the workbook to compute once. */
  readonly together: (run: () => void) => void;
}

export interface QueryAnswer {
  readonly Results: { readonly ActionId: number; readonly Value: unknown }[];
  readonly TraceIds: number[];
  readonly Error?: {
    readonly Code: string;
    readonly Message: string;
    readonly ActionIndex: number;
    readonly HttpStatusCode: number;
  };
}

/**
 * Runs one program. The first action that fails ends it, as in Excel: what went before it stays done, and the answer holds
 * the error. `onUnknown` hears of members that the preview does not have.
 */
export function processQuery(
  body: QueryBody,
  roots: QueryRoots,
  onUnknown: (error: UnknownMember) => void,
): QueryAnswer {
  const program = new Program(body, roots);
  const answer: QueryAnswer = { Results: [], TraceIds: [] };
  let failure: QueryAnswer['Error'];
  const perform = (one: Action, index: number): void => {
    try {
      const value = program.perform(one);
      answer.Results.push({ ActionId: one.Id, Value: value ?? null });
      // office.js registers an event's listener once the trace that it left in the program comes back.
      if (one.ActionType === 5) answer.TraceIds.push(one.Id);
    } catch (error) {
      if (error instanceof UnknownMember) onUnknown(error);
      const { code, message } = error instanceof HostError ? error : new HostError('GeneralException', String(error));
      failure = { Code: code, Message: message, ActionIndex: index, HttpStatusCode: 400 };
    }
  };
  for (let at = 0; at < body.Actions.length && failure === undefined;) {
    const [from, { to, writes }] = [at, stretchFrom(body, at)];
    at = to;
    const run = (): void => {
      for (let index = from; index < to && failure === undefined; index += 1) {
        const one = body.Actions[index];
        if (one !== undefined) perform(one, index);
      }
    };
    if (writes > 1) roots.together(run);
    else run();
  }
  return failure === undefined ? answer : { ...answer, Error: failure };
}

/**
 * Methods whose objects are neither made by the call, such as `Add`, nor depend on what cells hold: for those, the workbook has
 * to have computed what was written before.
 */
const finds = /^Get(?!Used|Spill)/;
/** Writes that each replace what was there. Others, such as a chart's, change a part of what those before them have made. */
const replaces = new Set(['Values', 'Formulas', 'NumberFormat']);
/** What office.js calls around each write of its own accord. */
const aside = new Set(['_KeepReference', '_ValidateArraySize']);

/** Where the writes end that begin here, with the objects that they are to; behind the action itself if it is no write. */
function stretchFrom(
  { Actions, ObjectPaths }: QueryBody,
  from: number,
): { readonly to: number; readonly writes: number } {
  const belongs = ({ ActionType, Name, ObjectPathId }: Action): boolean => {
    const path = ObjectPaths[String(ObjectPathId)];
    if (ActionType === 1) return path?.ObjectPathType !== 3 || finds.test(path.Name);
    if (ActionType === 4) return replaces.has(Name);
    return ActionType === 5 || (ActionType === 3 && aside.has(Name));
  };
  let [to, writes] = [from, 0];
  for (let one = Actions[to]; one !== undefined && belongs(one); one = Actions[to]) {
    to += 1;
    if (one.ActionType === 4) writes += 1;
  }
  return { to: Math.max(to, from + 1), writes };
}

/** One run: remembers what each path came to, so that a method on a path runs once. */
class Program {
  readonly #body: QueryBody;
  readonly #roots: QueryRoots;
  readonly #objects = new Map<number, HostObject | null>();

  constructor(body: QueryBody, roots: QueryRoots) {
    this.#body = body;
    this.#roots = roots;
  }

  perform(one: Action): unknown {
    if (one.ActionType === 5) return null;
    const object = this.#objectAt(one.ObjectPathId);
    if (object === null) return null;
    switch (one.ActionType) {
      case 1:
        return identityOf(object);
      case 2:
        return load(object, one.QueryInfo?.Select ?? [], one.QueryInfo?.Expand ?? []);
      case 3:
        return plain(object.call(one.Name, this.#arguments(one.ArgumentInfo)));
      case 4:
        object.write(one.Name, this.#arguments(one.ArgumentInfo)[0]);
        return null;
      default:
        throw new UnknownMember(`the action type ${one.ActionType}`);
    }
  }

  #objectAt(id: number | undefined): HostObject | null {
    const path = id === undefined ? undefined : this.#body.ObjectPaths[String(id)];
    if (id === undefined || !path)
      throw new HostError('GeneralException', `The program has no object path ${id ?? ''}.`);
    const known = this.#objects.get(id);
    if (known !== undefined) return known;
    const object = this.#follow(path);
    this.#objects.set(id, object);
    return object;
  }

  #follow(path: ObjectPath): HostObject | null {
    switch (path.ObjectPathType) {
      case 1:
        return this.#roots.root;
      case 2:
        return this.#roots.service(path.Name);
      case 6:
        return this.#roots.reference(path.Name);
      case 7:
        return null;
      default:
        return this.#fromParent(path, this.#objectAt(path.ParentObjectPathId));
    }
  }

  #fromParent(path: ObjectPath, parent: HostObject | null): HostObject | null {
    if (parent === null) return null;
    const args = this.#arguments(path.ArgumentInfo);
    switch (path.ObjectPathType) {
      case 3:
        return asObject(parent.call(path.Name, args), `${parent.type}.${path.Name}`);
      case 4:
        return parent.navigate(path.Name);
      case 5:
        return parent.item(args[0]);
      default:
        throw new UnknownMember(`the object path type ${path.ObjectPathType}`);
    }
  }

  /** The arguments, with objects in the place of references to their paths. */
  #arguments({ Arguments, ReferencedObjectPathIds }: ArgumentInfo): unknown[] {
    return Arguments.map((argument, at) => {
      const reference = ReferencedObjectPathIds?.[at];
      return typeof reference === 'number' && reference > 0 ? this.#objectAt(reference) : argument;
    });
  }
}

function asObject(value: unknown, member: string): HostObject | null {
  if (value === null || isHostObject(value)) return value;
  throw new UnknownMember(`${member} as an object`);
}

const plain = (value: unknown): unknown => (isHostObject(value) ? identityOf(value) : value);
const identityOf = (object: HostObject): Readonly<Record<string, unknown>> => object.identity();
