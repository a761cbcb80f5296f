import { vendors } from './skill-list';

/** Somebody who can sign in to the sandbox. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** What this person is good for in a try. */
  readonly about: string;
  readonly vendors: readonly { readonly id: string; readonly name: string }[];
}

export const people: readonly Person[] = [
  {
    id: 'amzn1.account.SANDBOXADA000000000000000000',
    name: 'Ada Analyst',
    email: 'ada@example.com',
    about: 'Sixty skills of every kind, and the faults',
    vendors: [vendors.studio, vendors.faults],
  },
  {
    id: 'amzn1.account.SANDBOXBEN000000000000000000',
    name: 'Ben Builder',
    email: 'ben@example.com',
    about: 'Six skills of another vendor, and the faults',
    vendors: [vendors.harbor, vendors.faults],
  },
  {
    id: 'amzn1.account.SANDBOXNORA00000000000000000',
    name: 'Nora Newcomer',
    email: 'nora@example.com',
    about: 'A vendor without any skills yet',
    vendors: [vendors.empty],
  },
  {
    id: 'amzn1.account.SANDBOXSAM000000000000000000',
    name: 'Sam Shopper',
    email: 'sam@example.com',
    about: 'A customer without a developer account',
    vendors: [],
  },
];

export const personOf = (id: string): Person | undefined => people.find((person) => person.id === id);
