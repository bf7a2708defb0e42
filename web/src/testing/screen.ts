// How does a test put a part of a screen on the page and see what it does?

import { render } from '@testing-library/svelte';
import { tick, type Component } from 'svelte';
import { vi, type Mock } from 'vitest';
import type { CallController } from '../call/CallController';
import { Problem } from '../api/problem';
import { App } from '../state/app.svelte';
import { requestsOver } from '../state/requests';
import { ScriptedGateway } from './aGateway';
import { me, ready } from './samples';
import WithApp from './WithApp.svelte';

/** Answers by method and path, such as `GET /contacts/counts`; a text is the code of a refusal. */
type Answers = Record<string, unknown>;

export interface Stage {
  app: App;
  gateway: ScriptedGateway;
  /** Every HTTP request, as `PUT /people/acc_bob/block`. */
  asked: string[];
  bodies: unknown[];
  dial: Mock;
}

/** An app of Alice over a scripted server that has already said hello. */
export function stage(answers: Answers = {}, snapshot: Parameters<typeof ready>[0] = {}): Stage {
  const gateway = new ScriptedGateway();
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const dial = vi.fn();
  const requests = requestsOver(async <T>(method: string, path: string, body?: object) => {
    asked.push(`${method} ${path}`);
    bodies.push(body);
    const answer = answers[`${method} ${path}`];
    if (typeof answer === 'string') throw new Problem(answer);
    return Promise.resolve(answer as T);
  });
  const app = new App(me, gateway, requests, shelf(), { dial } as unknown as CallController);
  gateway.start(ready(snapshot));
  return { app, gateway, asked, bodies, dial };
}

/** Renders a part of a screen in that app. */
export function show<Props extends Record<string, unknown>>(
  { app }: Stage,
  part: Component<Props>,
  props: Props,
) {
  return render(WithApp as unknown as Component<Record<string, unknown>>, {
    props: { app, part, props },
  });
}

/** The page of these tests shows popovers always, so closing one changes nothing. */
HTMLElement.prototype.hidePopover ??= () => undefined;

/** Opens every popover, as pressing its button does in a browser. */
export async function openMenus(container: HTMLElement): Promise<void> {
  for (const panel of container.querySelectorAll('[popover]')) {
    for (const type of ['beforetoggle', 'toggle']) {
      panel.dispatchEvent(Object.assign(new Event(type), { newState: 'open' }));
    }
  }
  await tick();
}

function shelf() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}
