import { describe, expect, test } from 'vitest';
import { NegotiationError, fromWire, ownSdp, receivedSdp, toWire } from './negotiation';

const section = (kind: string, ...extra: string[]) => [
  `m=${kind} 54321 UDP/TLS/RTP/SAVPF 111`,
  'c=IN IP4 203.0.113.9',
  'a=rtcp:54322 IN IP6 2001:db8::9',
  'a=ice-ufrag:abcd',
  'a=fingerprint:sha-256 AA:BB',
  'a=setup:passive',
  ...extra,
];

const sdp = (...extra: string[]) =>
  [
    'v=0',
    'o=- 46 2 IN IP6 2001:db8::1',
    's=-',
    't=0 0',
    ...section('audio', ...extra),
    ...section('video'),
    ...section('application'),
  ].join('\r\n') + '\r\n';

const relay = 'candidate:1 1 UDP 33562623 127.77.0.1 50000 typ relay raddr 10.0.0.7 rport 4000';

describe('own SDP', () => {
  test('[promise 4.18] leaves without a candidate and without an address', () => {
    const clean = ownSdp(sdp('a=candidate:1 1 udp 1 10.0.0.7 9 typ host', 'a=end-of-candidates'));
    expect(clean).not.toMatch(/candidate|203\.0|2001:|10\.0\.0/);
    expect(clean).toContain('o=- 46 2 IN IP4 0.0.0.0\r\n');
    expect(clean.match(/c=IN IP4 0\.0\.0\.0/g)).toHaveLength(3);
    expect(clean.match(/a=rtcp:54322 IN IP4 0\.0\.0\.0/g)).toHaveLength(3);
  });

  test('keeps what it does not have to change', () => {
    expect(ownSdp(sdp('a=rtcp-mux'))).toContain('a=rtcp-mux');
    expect(ownSdp(sdp())).toContain('a=setup:passive');
  });
});

describe('received SDP', () => {
  test.each([
    'a=candidate:1 1 udp 1 10.0.0.7 9 typ host',
    ' A=Candidate:x',
    '\ta=IDENTITY:x',
    'a=crypto:1 x',
  ])('[promise 4.18] loses %j at session and media level, after CR, LF and CRLF', (line) => {
    for (const end of ['\r\n', '\r', '\n']) {
      const evil = `v=0${end}${line}${end}${sdp(line).slice(5)}`;
      expect(receivedSdp('offer', evil).toLowerCase()).not.toMatch(/candidate|identity|crypto/);
    }
  });

  test.each([
    ['offer', 'actpass'],
    ['answer', 'active'],
  ] as const)('of an %s is a=setup:%s once in each section, whatever it said', (kind, role) => {
    const clean = receivedSdp(kind, sdp('a=setup:holdconn'));
    expect(clean.match(/a=setup:\w+/g)).toEqual(Array(3).fill(`a=setup:${role}`));
    expect(clean).toMatch(/m=audio .*\r\nc=IN IP4 0\.0\.0\.0\r\na=setup/);
  });

  test('gets a role where it named none', () => {
    const without = sdp().replaceAll('a=setup:passive\r\n', '');
    expect(receivedSdp('offer', without).match(/a=setup:actpass/g)).toHaveLength(3);
  });

  test('keeps its fingerprint', () => {
    expect(receivedSdp('offer', sdp())).toContain('a=fingerprint:sha-256 AA:BB');
  });

  test.each([
    ['a fourth section', `${sdp()}m=video 9 x 1\r\n`],
    ['a missing section', sdp().split('m=application')[0] ?? ''],
    ['sections in another order', sdp().replace('m=audio', 'm=video')],
    ['nothing', ''],
  ])('with %s is refused', (_, evil) => {
    expect(() => receivedSdp('offer', evil)).toThrow(NegotiationError);
  });

  test('over 16 KiB is refused, counted in bytes', () => {
    expect(() => receivedSdp('offer', sdp(`a=x:${'é'.repeat(8192)}`))).toThrow(NegotiationError);
    expect(() => receivedSdp('offer', sdp(`a=x:${'e'.repeat(8192)}`))).not.toThrow();
  });
});

describe('candidates', () => {
  const own = { candidate: relay, sdpMid: '0', usernameFragment: 'abcd' };

  test('[promise 4.18] the own address behind a relay is not sent', () => {
    expect(toWire(own)).toEqual({
      foundation: '1',
      component: 1,
      protocol: 'udp',
      priority: 33562623,
      address: '127.77.0.1',
      port: 50000,
      kind: 'relay',
      ufrag: 'abcd',
      mid: '0',
    });
  });

  test('the fragment is read from the line where the browser names none', () => {
    const line = `${relay} generation 0 ufrag WXYZ`;
    expect(toWire({ candidate: line, sdpMid: null, usernameFragment: null })).toMatchObject({
      ufrag: 'WXYZ',
      mid: '',
    });
    expect(toWire({ ...own, usernameFragment: null })).toBeNull();
    expect(toWire({ ...own, candidate: `${relay} ufrag`, usernameFragment: null })).toBeNull();
  });

  test.each([
    ['host', relay.replace('relay', 'host')],
    ['srflx', relay.replace('relay', 'srflx')],
    ['prflx', relay.replace('relay', 'prflx')],
    ['tcp', relay.replace('UDP', 'tcp')],
    ['a name', relay.replace('127.77.0.1', 'a-b.local')],
    ['no kind', 'candidate:1 1 udp 1 127.77.0.1 5 typ'],
    ['no type', 'candidate:1 1 udp 1 127.77.0.1 5 x relay'],
    ['no text', ''],
    ['no protocol', 'candidate:1'],
  ])('[promise 4.18] %s stays here', (_, candidate) => {
    expect(toWire({ ...own, candidate })).toBeNull();
  });

  test('come back as a line without a related address', () => {
    const wire = toWire(own);
    expect(wire && fromWire(wire)).toEqual({
      candidate:
        'candidate:1 1 udp 33562623 127.77.0.1 50000 typ relay raddr 0.0.0.0 rport 0 ufrag abcd',
      sdpMid: '0',
      usernameFragment: 'abcd',
    });
  });

  test.each([
    { kind: 'host' },
    { protocol: 'tcp' },
    { address: '10.0.0.7 9 typ host' },
    { address: 'name.local' },
    { foundation: '1 2' },
    { ufrag: 'ab cd' },
    { mid: '0\r\na=x' },
    { component: 3 },
    { priority: 1.5 },
    { port: NaN },
  ])('[promise 4.18] received with %j is dropped', (change) => {
    const wire = toWire(own);
    expect(wire && fromWire({ ...wire, ...change })).toBeNull();
  });
});
