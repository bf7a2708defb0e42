// How do the screens of a call look and behave? A page for development: open it twice, as `?as=rosa`
// and `?as=june`, with `&ice=` a relay as JSON; two buttons call.

import '@fontsource-variable/figtree';
import '../ui/tokens.css';
import '../ui/base.css';
import { mount } from 'svelte';
import { CallController } from '../call/CallController';
import type { IceServer, Person } from '../call/types';
import { PlainGateway } from './PlainGateway';
import TwoPeople from './TwoPeople.svelte';

const asked = new URLSearchParams(location.search);
const person = (handle: string, displayName: string): Person => ({
  account: `acc_${handle}`,
  handle,
  displayName,
  avatar: asked.get('picture'),
  verified: true,
  plan: null,
});
const [rosa, june] = [person('rosa', 'Rosa Marín'), person('june', 'June Abara')];
const [me, other] = asked.get('as') === 'june' ? [june, rosa] : [rosa, june];
const ice = JSON.parse(asked.get('ice') ?? '{"urls":[]}') as IceServer;

document.documentElement.dataset.theme = asked.get('theme') ?? 'light';
const calls = new CallController(new PlainGateway(me, other, ice));
Object.assign(globalThis, { calls });
const target = document.querySelector('#app');
if (target) mount(TwoPeople, { target, props: { calls, other } });
