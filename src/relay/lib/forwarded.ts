/** Who sent a request that has come by proxies. */
import { BlockList, isIP } from 'node:net';

/** The header in which the operator's proxies say who sent a request. Any other one may come from a stranger. */
export const forwardedHeaders = ['x-forwarded-for', 'forwarded'] as const;
export type ForwardedHeader = (typeof forwardedHeaders)[number];

export interface Proxies {
  /** Addresses and networks (CIDR) of the operator's proxies. */
  readonly trusted: readonly string[];
  readonly header: ForwardedHeader;
}

interface Network {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** `192.0.2.0/24`, `2001:db8::/32` or one address; undefined where it is neither. */
export const networkIn = (text: string): Network | undefined => {
  const [address = '', length] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const bits = length === undefined ? most : Number(length);
  const right = version !== 0 && /^\d{1,3}$/.test(length ?? '0') && bits <= most && text.split('/').length <= 2;
  return right ? { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' } : undefined;
};

/** An address without the port, brackets and IPv6 prefix that proxies write it with; undefined where it is none. */
const plainAddress = (written: string): string | undefined => {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(written)?.[1] ?? /^([\d.]+):\d+$/.exec(written)?.[1] ?? written;
  const plain = bare.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(plain) === 0 ? undefined : plain;
};

/** Who each proxy says it got the request from; the nearest last. Sources: RFC 7239 §4; MDN, "X-Forwarded-For". */
const hopsIn = (header: ForwardedHeader, value: string): string[] => {
  const elements = value.split(',').map((element) => element.trim());
  if (header === 'x-forwarded-for') return elements;
  return elements.map((element) => /(?:^|;)\s*for\s*=\s*"?([^";]*)"?/i.exec(element)?.[1]?.trim() ?? '');
};

/** Tells whose request came over a connection from `peer`. */
export const createForwarding = ({ trusted, header }: Proxies) => {
  const list = new BlockList();
  for (const text of trusted) {
    const network = networkIn(text);
    if (network !== undefined) list.addSubnet(network.address, network.bits, network.family);
  }
  const isProxy = (address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return {
    header,
    /** Whether an address is one of the operator's proxies. */
    isProxy: (address: string): boolean => isProxy(plainAddress(address) ?? address),
    /** Read from the right: what stands left of the first stranger may be made up. */
    senderOf: (peer: string, value: string | undefined): string => {
      let sender = plainAddress(peer) ?? peer;
      for (const hop of value === undefined ? [] : hopsIn(header, value).reverse()) {
        if (!isProxy(sender)) return sender;
        const said = plainAddress(hop);
        // A proxy that hides who asked speaks for them.
        if (said === undefined) return sender;
        sender = said;
      }
      return sender;
    },
  };
};
export type Forwarding = ReturnType<typeof createForwarding>;
