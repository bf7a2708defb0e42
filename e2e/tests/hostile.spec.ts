// What does a client that keeps to no rule get, and what of it reaches the other side?

import { answer, endButton, hangUp, incoming, ring, stage, talk } from '../support/calls.ts';
import { expect, test } from '../support/fixtures.ts';
import type { Frame } from '../support/frames.ts';
import { candidate, Hostile, newId, POOL, RELAY_LINE, SDP } from '../support/hostile.ts';
import {
  addressesSeen,
  candidateLines,
  captures,
  connections,
  expectSound,
  openDevices,
  packetsSent,
} from '../support/media.ts';
import type { Person } from '../support/people.ts';

/** What reached a person's page of signals. */
const signals = (who: Person): Frame[] => who.frames.heard('call.signalled');

test(
  'before the answer every signal of the caller is refused and nothing reaches the callee',
  {
    tag: ['@3.7', '@4.18'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const hostile = await Hostile.connect(alice.page);
    const impatient = await Hostile.connect((await people.secondTab(bob)).page);
    const call = newId();
    const start = { type: 'call.start', call, to: bob.account, media: ['audio', 'video'] };
    expect(await hostile.ask(start)).toMatchObject({ type: 'call.placed', call });
    await expect(incoming(bob.page)).toBeVisible();
    for (const leg of [newId(), call]) {
      const signal = { type: 'call.signal', call, leg };
      for (const sent of [
        { ...signal, kind: 'offer', sdp: SDP },
        { ...signal, kind: 'answer', sdp: SDP },
        { ...signal, kind: 'candidate', cand: candidate() },
        { ...signal, kind: 'candidate', cand: candidate({ kind: 'host', address: '192.168.7.7' }) },
        { ...signal, kind: 'candidatesEnd' },
      ]) {
        for (const side of [hostile, impatient])
          expect(await side.ask(sent)).toMatchObject({ type: 'error', code: 'signal_not_allowed' });
      }
    }
    // A caller can neither answer for the other side nor pretend that media flows.
    expect(await hostile.ask({ type: 'call.accept', call, media: ['audio'] })).toMatchObject({
      type: 'error',
    });
    for (const type of ['call.alerting', 'call.silence', 'call.decline', 'call.hangUp']) {
      expect((await hostile.ask({ type, call })).type, type).toBe('error');
    }

    // The same start again changes nothing; the same id with other content is refused.
    const again = await hostile.ask(start);
    expect(again).toMatchObject({ type: 'call.placed', call });
    const other = { ...start, media: ['audio'] };
    expect(await hostile.ask(other)).toMatchObject({ type: 'error', code: 'call_differs' });
    expect(bob.frames.heard('call.ring')).toHaveLength(1);

    await expect(incoming(bob.page)).toBeVisible();
    expect(signals(bob)).toEqual([]);
    expect(await captures(bob.page)).toBe(0);
    await expect.poll(() => connections(bob.page)).toBe(0);
    expect(await packetsSent(bob.page)).toBe(0);
    await expect.poll(() => openDevices(bob.page)).toEqual([]);
    await bob.page.getByRole('button', { name: 'Decline', exact: true }).click();
    await expect(incoming(bob.page)).toBeHidden();

    // A call that is over comes back by no replay, and takes no signal.
    expect(await hostile.ask(start)).toMatchObject({ type: 'call.placed', call });
    const late = { type: 'call.signal', call, leg: newId(), kind: 'candidatesEnd' };
    expect(await hostile.ask(late)).toMatchObject({ type: 'error' });
    await people.write(alice, 'Behind it all');
    await expect(bob.page.getByText('Behind it all').last()).toBeVisible();
    expect(bob.frames.heard('call.ring')).toHaveLength(1);
    expect(signals(bob)).toEqual([]);
  },
);

test(
  'after the answer only the relay’s candidates and SDP without addresses pass',
  {
    tag: ['@4.18'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const hostile = await Hostile.connect(alice.page);
    const call = newId();
    await hostile.ask({ type: 'call.start', call, to: bob.account, media: ['audio'] });
    await bob.page.getByRole('button', { name: 'Accept audio' }).click();
    const { leg } = await hostile.event('call.accepted');
    const offer = await hostile.event('call.signalled');
    expect(offer).toMatchObject({ kind: 'offer', call, leg });
    const signal = { type: 'call.signal', call, leg };

    for (const bad of [
      { kind: 'host', address: '192.168.7.7' },
      { kind: 'host', address: '4f1c2a3b-0000-4000-8000-c0ffee000000.local' },
      { kind: 'srflx', address: '203.0.113.9' },
      { kind: 'prflx', address: '203.0.113.9' },
      { kind: 'relay', address: '203.0.113.9' },
      { kind: 'relay', address: '10.0.0.1' },
      { kind: 'relay', address: '127.0.0.1' },
      { kind: 'relay', address: '::1' },
      { kind: 'relay', address: '::ffff:127.77.0.1' },
      { kind: 'relay', address: '127.077.0.1' },
      { kind: 'host', address: POOL },
      { kind: 'RELAY', address: POOL },
      { protocol: 'tcp' },
      { port: 0 },
      { foundation: '1 typ host' },
      { ufrag: 'a b\r\nc=IN IP4 203.0.113.9' },
      { mid: '0\r\na=x' },
    ]) {
      const reply = await hostile.ask({ ...signal, kind: 'candidate', cand: candidate(bad) });
      const refused = { type: 'error', code: 'candidate_not_allowed' };
      expect(reply, JSON.stringify(bad)).toMatchObject(refused);
    }
    for (const [from, to] of [
      ['t=0 0', 't=0 0\r\na=candidate:1 1 udp 1 203.0.113.9 9 typ host'],
      ['t=0 0', 't=0 0\r\n  A = CANDIDATE:1 1 udp 1 203.0.113.9 9 typ host'],
      ['m=video', 'a=candidate:1 1 udp 1 x.local 9 typ host\r\nm=video'],
      ['m=video', 'a=remote-candidates:1 203.0.113.9 9\r\nm=video'],
      ['m=video', 'a=rtcp:9 IN IP4 203.0.113.9\r\nm=video'],
      ['c=IN IP4 0.0.0.0', 'c=IN IP4 203.0.113.9'],
      ['c=IN IP4 0.0.0.0', 'c=IN IP6 2001:db8::1'],
      ['o=- 1 2 IN IP4 0.0.0.0', 'o=- 1 2 IN IP4 203.0.113.9'],
      ['\r\ns=-', '\ns=-\rc=IN IP4 203.0.113.9'],
    ] as const) {
      const sdp = SDP.replace(from, to);
      expect(sdp).not.toBe(SDP);
      const reply = await hostile.ask({ ...signal, kind: 'answer', sdp });
      expect(reply, to).toMatchObject({ type: 'error', code: 'sdp_address' });
    }
    // A caller makes no offer, on no leg but its own, and no more than one kind of content.
    for (const [sent, code] of [
      [{ ...signal, kind: 'offer', sdp: SDP }, 'signal_not_allowed'],
      [{ ...signal, leg: newId(), kind: 'answer', sdp: SDP }, 'not_found'],
      [{ ...signal, kind: 'answer', sdp: SDP.replace('m=video', 'm=image') }, 'malformed'],
      [{ ...signal, kind: 'answer', sdp: SDP, cand: candidate() }, 'malformed'],
      [{ ...signal, kind: 'candidatesEnd', sdp: SDP }, 'malformed'],
      [{ ...signal, kind: 'answer', sdp: SDP + 'a=x:' + 'y'.repeat(17_000) }, 'malformed'],
    ] as const) {
      expect(await hostile.ask(sent), JSON.stringify(sent).slice(0, 200)).toMatchObject({
        type: 'error',
        code,
      });
    }
    expect(signals(bob)).toEqual([]);

    // What is allowed does arrive, exactly as sent, and no more than 30 of it.
    // All at once: an offer that is not answered for some time comes again, and counts anew.
    const ports = Array.from({ length: 31 }, (_, index) => 50_000 + index);
    const replies = await Promise.all(
      ports.map((port) => hostile.ask({ ...signal, kind: 'candidate', cand: candidate({ port }) })),
    );
    expect(replies.slice(0, 30).map(({ type }) => type)).toEqual(Array(30).fill('ok'));
    expect(replies[30]).toMatchObject({ code: 'candidate_not_allowed' });
    await expect.poll(() => signals(bob).length).toBe(30);
    expect(signals(bob)[0]?.cand).toEqual(candidate({ port: 50_000 }));

    // The honest side gave only the relay's address, and none in its SDP.
    const given = await hostile.heard('call.signalled');
    const addresses = given.flatMap(
      (frame) => (frame.cand as { address: string } | null)?.address ?? [],
    );
    expect(addresses.length).toBeGreaterThan(0);
    expect(new Set(addresses)).toEqual(new Set([POOL]));
    expect(String(offer.sdp)).not.toMatch(/a=candidate|IN IP[46] (?!0\.0\.0\.0)/);
    const seen = await addressesSeen(bob.page);
    expect(seen.every(({ type, address }) => type === 'relay' && address === POOL)).toBe(true);
    await expect(endButton(bob.page)).toBeVisible();
  },
);

test(
  'a third person gets on another’s call what an unknown id gets, and changes nothing',
  {
    tag: ['@2.2', '@3.1'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const carol = await people.join('Carol');
    const hostile = await Hostile.connect(carol.page);
    await ring(alice.page, 'audio');
    await expect(incoming(bob.page)).toBeVisible();
    const call = String(bob.frames.heard('call.ring')[0]?.call);

    const commands = (leg: string): Record<string, unknown>[] => [
      { type: 'call.accept', media: ['audio'] },
      { type: 'call.decline', message: null },
      { type: 'call.cancel' },
      { type: 'call.hangUp' },
      { type: 'call.alerting' },
      { type: 'call.silence' },
      { type: 'call.fail', reason: 'set_up_failed' },
      { type: 'call.renewIce' },
      { type: 'call.media', leg, flowing: false },
      { type: 'call.signal', leg, kind: 'candidate', cand: candidate() },
      { type: 'call.signal', leg, kind: 'offer', sdp: SDP },
    ];
    const interfere = async (leg: string): Promise<void> => {
      for (const command of commands(leg)) {
        const theirs = await hostile.askRaw({ ...command, call });
        const unknown = await hostile.askRaw({ ...command, call: newId() });
        expect(theirs, String(command.type)).toBe(unknown);
        expect(theirs).toContain('not_found');
      }
      const taken = await hostile.ask({
        type: 'call.start',
        call,
        to: bob.account,
        media: ['audio'],
      });
      expect(taken).toMatchObject({ type: 'error' });
    };
    await interfere(newId());
    await expect(incoming(bob.page)).toBeVisible();
    await answer(bob.page, 'audio');
    await expectSound(alice.page);
    const leg = String(alice.frames.heard('call.accepted')[0]?.leg);
    const before = signals(bob).length;
    await interfere(leg);
    await expectSound(bob.page);
    await expect(stage(bob.page).getByText('Reconnecting…')).toBeHidden();
    expect(signals(bob)).toHaveLength(before);
    expect(JSON.stringify(await hostile.heard('call.ended'))).toBe('[]');
    await hangUp(bob.page);
    await expect(endButton(alice.page)).toBeHidden();
  },
);

test(
  'another tab of the caller cannot speak on the leg that this tab owns',
  {
    tag: ['@3.1'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await talk(alice.page, bob.page);
    const call = String(bob.frames.heard('call.ring')[0]?.call);
    const leg = String(alice.frames.heard('call.accepted')[0]?.leg);
    const hostile = await Hostile.connect(alice.page);
    const before = signals(bob).length;
    for (const sent of [
      { type: 'call.signal', call, leg, kind: 'answer', sdp: SDP },
      { type: 'call.signal', call, leg, kind: 'candidate', cand: candidate() },
      { type: 'call.media', call, leg, flowing: false },
      { type: 'call.renewIce', call },
    ]) {
      expect(await hostile.ask(sent), sent.type).toMatchObject({
        type: 'error',
        code: 'in_another_tab',
      });
    }
    await expectSound(bob.page);
    expect(signals(bob)).toHaveLength(before);
  },
);

test(
  'in an honest call every address that either side sends, gets or reports is the relay’s',
  {
    tag: ['@4.18'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    await ring(alice.page, 'video');
    await answer(bob.page, 'video');
    await expectSound(alice.page);
    await expectSound(bob.page);
    for (const { page, frames } of [alice, bob]) {
      const seen = await addressesSeen(page);
      expect(seen.length).toBeGreaterThan(0);
      for (const found of seen) expect(found).toEqual({ type: 'relay', address: POOL });
      for (const line of await candidateLines(page)) expect(line).toMatch(RELAY_LINE);
      const signalled = [...frames.said('call.signal'), ...frames.heard('call.signalled')];
      const given = signalled.flatMap((frame) => (frame.cand ? [frame.cand] : []));
      expect(given.length).toBeGreaterThan(0);
      for (const cand of given) {
        expect(cand).toMatchObject({ kind: 'relay', protocol: 'udp', address: POOL });
        expect(cand).not.toHaveProperty('relatedAddress');
      }
      for (const { sdp } of signalled) {
        if (typeof sdp === 'string') expect(sdp).not.toMatch(/candidate|IN IP[46] (?!0\.0\.0\.0)/i);
      }
    }
  },
);

test(
  'malformed and oversized frames get an error, and noise closes only its own connection',
  {
    tag: ['@3.1'],
  },
  async ({ people }) => {
    const [alice, bob] = await people.friends();
    const hostile = await Hostile.connect(alice.page);
    for (const text of [
      '{',
      '[]',
      'null',
      '{"type":"call.start"}',
      '{"type":"no.such","rid":"r"}',
      `{"type":"call.start","rid":"r","call":"short","to":"${bob.account}","media":["audio"]}`,
      `{"type":"call.start","rid":"r","call":"${newId()}","to":"${bob.account}","media":["x"]}`,
      `{"type":"call.start","rid":"${'r'.repeat(99)}","call":"${newId()}"}`,
    ]) {
      const before = (await hostile.heard('error')).length;
      await hostile.say(text);
      await expect.poll(async () => (await hostile.heard('error')).length).toBe(before + 1);
    }
    const silent = { type: 'call.start', call: newId(), to: bob.account, media: ['video'] };
    expect(await hostile.ask(silent)).toMatchObject({ code: 'malformed', field: 'media' });
    const errors = await hostile.heard('error');
    expect(errors.every(({ code }) => code === 'malformed')).toBe(true);
    // What a person wrote is never sent back in an error.
    expect(JSON.stringify(errors)).not.toContain(bob.account);

    const closed = await alice.page.evaluate(
      (tab) =>
        new Promise<number>((done) => {
          const url = `${location.origin.replace('http', 'ws')}/api/v1/gateway`;
          const socket = new WebSocket(url, 'bobwhite.v1');
          socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', rid: 'h', tab }));
          socket.onmessage = () => socket.send('x'.repeat(200_000));
          socket.onclose = ({ code }) => done(code);
        }),
      newId(),
    );
    // The reason is lost where the rest of the frame is still under way.
    expect([1009, 1006]).toContain(closed);
    await people.write(alice, 'Still here');
    await expect(bob.page.getByText('Still here').last()).toBeVisible();
  },
);
