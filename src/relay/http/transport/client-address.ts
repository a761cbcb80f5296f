import { isIPv6 } from 'node:net';

/** The hexadecimal groups of a part of an IPv6 address beside its `::`. */
const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));

/** The first 64 bits, which belong to one subscriber (RFC 6177). */
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

/**
 * Identifies a client by its address: an IPv4 address, or the /64 network of an IPv6 address, such as
 * `2001:db8:0:1::/64`.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6177 | RFC 6177}
 */
export const clientOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIPv6(plain) ? network(plain) : plain;
};
