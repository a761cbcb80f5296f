/** Finds the sender of a request that came through proxies. */
import { BlockList, isIP, isIPv6 } from 'node:net';

/** The headers, in lower case, in which proxies name the sender of a request. The operator chooses one. */
export const forwardedHeaders = ['x-forwarded-for', 'forwarded'] as const;
type ForwardedHeader = (typeof forwardedHeaders)[number];

/** The operator's proxies. */
export interface Proxies {
  /** Addresses and networks (CIDR) of the operator's proxies. */
  readonly trusted: readonly string[];
  /** The header that they set. Senders may set any other one. */
  readonly header: ForwardedHeader;
}

interface Network {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/**
 * Parses a network, such as `192.0.2.0/24` or `2001:db8::/32`, or a single address.
 * @returns undefined when the text is neither
 */
export const networkIn = (text: string): Network | undefined => {
  const [address = '', length] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const bits = length === undefined ? most : Number(length);
  const right = version !== 0 && /^\d{1,3}$/.test(length ?? '0') && bits <= most && text.split('/').length <= 2;
  return right ? { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' } : undefined;
};

/** An address without a port, brackets or IPv4-mapped prefix; undefined when the text is not an address. */
const plainAddress = (written: string): string | undefined => {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(written)?.[1] ?? /^([\d.]+):\d+$/.exec(written)?.[1] ?? written;
  const plain = bare.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(plain) === 0 ? undefined : plain;
};

/** The senders that the proxies name, the nearest last (RFC 7239, section 4). */
const hopsIn = (header: ForwardedHeader, value: string): string[] => {
  const elements = value.split(',').map((element) => element.trim());
  if (header === 'x-forwarded-for') return elements;
  return elements.map((element) => /(?:^|;)\s*for\s*=\s*"?([^";]*)"?/i.exec(element)?.[1]?.trim() ?? '');
};

/**
 * Creates a reader of the forwarding header.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7239 | RFC 7239}
 */
export const createForwarding = ({ trusted, header }: Proxies) => {
  const list = new BlockList();
  for (const text of trusted) {
    const network = networkIn(text);
    if (network !== undefined) list.addSubnet(network.address, network.bits, network.family);
  }
  const isProxy = (address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return {
    header,
    /** Whether an address belongs to one of the operator's proxies. */
    isProxy: (address: string): boolean => isProxy(plainAddress(address) ?? address),
    /**
     * The address of a request's sender. Reads the header from the right: entries left of the first untrusted address
     * may be forged.
     *
     * @param peer the address at the other end of the connection
     * @param value the header's value; undefined when the request has none
     */
    senderOf: (peer: string, value: string | undefined): string => {
      let sender = plainAddress(peer) ?? peer;
      for (const hop of value === undefined ? [] : hopsIn(header, value).reverse()) {
        if (!isProxy(sender)) return sender;
        const said = plainAddress(hop);
        // A proxy that hides the sender's address stands for the sender.
        if (said === undefined) return sender;
        sender = said;
      }
      return sender;
    },
  };
};
/** Finds the sender of a request. */
export type ForwardingRules = ReturnType<typeof createForwarding>;

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
