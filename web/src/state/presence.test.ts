import { beforeEach, describe, expect, test } from 'vitest';
import { ScriptedGateway } from '../testing/aGateway';
import { allowed, ready, refused } from '../testing/samples';
import { Presence } from './presence.svelte';

const turn = () => new Promise((done) => setTimeout(done));
const here = (account: string, calling = allowed) => ({
  account,
  presence: { online: true, lastSeenAt: null },
  calling,
});

let gateway: ScriptedGateway;
let presence: Presence;
beforeEach(() => {
  gateway = new ScriptedGateway();
  gateway.answers['presence.watch'] = ({ accounts }) => ({
    type: 'presence.watched',
    rid: '1',
    people: accounts.map((account) => here(account)),
  });
  presence = new Presence(gateway);
});
const watched = () => gateway.of('presence.watch').map(({ accounts }) => accounts);

describe('who is watched', () => {
  test('is everybody on screen, told once for a change of screens', async () => {
    const leave = presence.watch(['bob']);
    presence.watch(['carol', 'bob']);
    await turn();
    leave();
    await turn();
    expect(watched()).toEqual([['carol', 'bob']]);
  });

  test('is told again on a new connection', async () => {
    presence.watch(['bob']);
    await turn();
    gateway.start(ready());
    await turn();
    expect(watched()).toEqual([['bob'], ['bob']]);
  });

  test('is nobody once the screen is left', async () => {
    const leave = presence.watch(['bob']);
    await turn();
    leave();
    await turn();
    expect(watched()).toEqual([['bob'], []]);
    expect(presence.calling('bob')).toBeNull();
  });

  test('never exceeds what the server takes, and what was opened last comes first', async () => {
    presence.watch(Array.from({ length: 60 }, (_, at) => `row${at}`));
    presence.watch(['open']);
    await turn();
    expect(watched()[0]).toHaveLength(50);
    expect(watched()[0]?.[0]).toBe('open');
  });
});

test('[promise 2.20] a decision that changes changes what the icon reads', async () => {
  presence.watch(['bob']);
  await turn();
  expect(presence.calling('bob')).toEqual(allowed);
  gateway.tell({ type: 'presence.changed', watched: here('bob', refused('not_available')) });
  expect(presence.calling('bob')).toEqual(refused('not_available'));
});

test('news of somebody who is not on screen is not kept', () => {
  gateway.tell({ type: 'presence.changed', watched: here('carol') });
  expect(presence.calling('carol')).toBeNull();
});
