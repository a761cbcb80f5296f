import { describe, expect, it } from 'vitest';
import { clientOf, createForwarding, networkIn } from '../../../src/relay/lib/forwarded';

const trusted = ['10.0.0.0/8', '2001:db8:ffff::/48'];

describe('who sent a request', () => {
  const { senderOf, isProxy } = createForwarding({ trusted, header: 'x-forwarded-for' });

  it.each([
    ['a stranger who claims to be a proxy', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a proxy without a word', '10.0.0.1', undefined, '10.0.0.1'],
    ['a proxy', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['a proxy, to which the client had made something up', '10.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['two proxies', '::ffff:10.0.0.1', '203.0.113.9, 10.2.3.4', '203.0.113.9'],
    ['two proxies, made up before', '10.0.0.1', '10.9.9.9, 203.0.113.9 ,10.2.3.4', '203.0.113.9'],
    ['a proxy over IPv6', '2001:db8:ffff::1', '2001:db8:1:2::3', '2001:db8:1:2::3'],
    ['a proxy that writes ports', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    ['a proxy that writes ports and brackets', '10.0.0.1', '[2001:db8:1:2::3]:4711', '2001:db8:1:2::3'],
    ['a proxy that says nonsense', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['nobody but proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['an empty header', '10.0.0.1', '', '10.0.0.1'],
  ])('over %s', (_, peer, header, sender) => {
    expect(senderOf(peer, header)).toBe(sender);
  });

  it.each([
    ['for=203.0.113.9', '203.0.113.9'],
    ['For="[2001:db8:1:2::3]:4711";proto=https', '2001:db8:1:2::3'],
    ['for=198.51.100.1, proto=https;for=203.0.113.9;by=10.0.0.1, for=10.0.0.7', '203.0.113.9'],
    ['for=_hidden', '10.0.0.1'],
    ['for=unknown', '10.0.0.1'],
    ['proto=https', '10.0.0.1'],
  ])('by RFC 7239, %s', (header, sender) => {
    expect(createForwarding({ trusted, header: 'forwarded' }).senderOf('10.0.0.1', header)).toBe(sender);
  });

  it('knows the proxies', () => {
    expect(['10.1.2.3', '::ffff:10.1.2.3', '2001:db8:ffff:1::1', '11.0.0.1', '2001:db8:fffe::1'].map(isProxy)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it.each(['10.0.0.0/33', '::/129', '10.0.0/8', 'example.com', '', '10.0.0.0/8/8', '10.0.0.0/', '10.0.0.0/-1'])(
    'takes no "%s" for a network',
    (text) => {
      expect(networkIn(text)).toBeUndefined();
    },
  );
});

describe('a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('at %s counts as %s', (address, client) => {
    expect(clientOf(address)).toBe(client);
  });
});
