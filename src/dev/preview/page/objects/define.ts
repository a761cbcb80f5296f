/** An error as Excel answers it: a stable code and a text. */
export class HostError extends Error {
  override readonly name = 'HostError';

  constructor(
    readonly code:
      'AccessDenied' | 'ApiNotFound' | 'GeneralException' | 'InvalidArgument' | 'InvalidOperation' | 'ItemNotFound',
    message: string,
  ) {
    super(message);
  }
}

/** Thrown where an add-in uses what the preview does not have. Never answered silently: it has to be built, or avoided. */
export class UnknownMember extends HostError {
  constructor(member: string) {
    super('ApiNotFound', `The preview does not know ${member}.`);
  }
}

/**
 * The members of one type of Excel's object model that the preview has, by their names on the wire. This is the table of
 * what is known: a name that is missing here throws {@link UnknownMember}.
 */
export interface Members<Self> {
  /** What office.js keeps to find the object again. */
  readonly identity?: (self: Self) => Readonly<Record<string, unknown>>;
  readonly read?: Readonly<Record<string, (self: Self) => unknown>>;
  readonly write?: Readonly<Record<string, (self: Self, value: unknown) => void>>;
  readonly navigate?: Readonly<Record<string, (self: Self) => HostObject>>;
  /** Gives a {@link HostObject}, `null` for Excel's null object, or a plain value. */
  readonly call?: Readonly<Record<string, (self: Self, ...args: readonly unknown[]) => unknown>>;
  /** A collection's members. */
  readonly items?: (self: Self) => readonly HostObject[];
  /** A collection's member by key; throws ItemNotFound. */
  readonly item?: (self: Self, key: unknown) => HostObject;
}

/** One object that an add-in's program holds. */
export interface HostObject {
  readonly type: string;
  identity(): Readonly<Record<string, unknown>>;
  /** The names of all properties, for a load that names none. */
  properties(): readonly string[];
  read(name: string): unknown;
  write(name: string, value: unknown): void;
  navigate(name: string): HostObject;
  /** Whether the name leads to another object. */
  leadsOn(name: string): boolean;
  call(name: string, args: readonly unknown[]): unknown;
  items(): readonly HostObject[] | undefined;
  item(key: unknown): HostObject;
}

const hostObjects = new WeakSet();

/** Makes a type of the object model from its table of members. */
export function defineType<Self>(type: string, members: Members<Self>): (self: Self) => HostObject {
  const find = <Value>(table: Readonly<Record<string, Value>> | undefined, name: string): Value => {
    const value = table && Object.hasOwn(table, name) ? table[name] : undefined;
    if (value === undefined) throw new UnknownMember(`${type}.${name}`);
    return value;
  };
  return (self) => {
    const object: HostObject = {
      type,
      identity: () => members.identity?.(self) ?? {},
      properties: () => Object.keys(members.read ?? {}),
      read: (name) => find(members.read, name)(self),
      write: (name, value) => find(members.write, name)(self, value),
      navigate: (name) => find(members.navigate, name)(self),
      leadsOn: (name) => Object.hasOwn(members.navigate ?? {}, name),
      call: (name, args) => find(members.call, name)(self, ...args),
      items: () => members.items?.(self),
      item: (key) => {
        if (!members.item) throw new UnknownMember(`${type}[…]`);
        return members.item(self, key);
      },
    };
    hostObjects.add(object);
    return object;
  };
}

export const isHostObject = (value: unknown): value is HostObject =>
  typeof value === 'object' && value !== null && hostObjects.has(value);
