import { isIPv6 } from 'node:net';

/** Hexadecimal groups of an IPv6 address, without those that `::` leaves out. */
const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));

/** The first 64 bits, which are one subscriber's. Source: RFC 6177. */
const network = (address: string): string => {
  const [head = '', tail] = address.split('::');
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array<string>(missing).fill('0'), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
};

/** What counts as one client: an IPv4 address, or the /64 of an IPv6 address. */
export const clientOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIPv6(plain) ? network(plain) : plain;
};
