import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Dialog from './Dialog.svelte';
import { holdFocus } from './modalStack';
import { place } from './place';

const actions = createRawSnippet(() => ({
  render: () => '<div><button>Keep</button><button data-focus-first>Block</button></div>',
}));

let app: HTMLElement;
let opener: HTMLButtonElement;

beforeEach(() => {
  app = document.createElement('div');
  app.id = 'app';
  opener = app.appendChild(document.createElement('button'));
  document.body.append(app);
  opener.focus();
});
afterEach(() => app.remove());

test('while a dialog is open the page behind it is inert, and gets the focus back', () => {
  const { unmount } = render(Dialog, { title: 'Block Rosa?', actions, onclose: vi.fn() });
  expect(screen.getByRole('dialog', { name: 'Block Rosa?' })).toBeTruthy();
  expect(app.inert).toBe(true);
  expect(document.activeElement?.textContent).toBe('Block');
  unmount();
  expect(app.inert).toBe(false);
  expect(document.activeElement).toBe(opener);
});

test('Escape closes the dialog on top and no other', async () => {
  const [below, above] = [vi.fn(), vi.fn()];
  render(Dialog, { title: 'Below', actions, onclose: below });
  const top = render(Dialog, { title: 'Above', actions, onclose: above });
  await userEvent.keyboard('{Escape}');
  expect([below.mock.calls.length, above.mock.calls.length]).toEqual([0, 1]);
  top.unmount();
  await userEvent.keyboard('{Escape}');
  expect(below).toHaveBeenCalledOnce();
});

test('a sheet beside what it is about leaves that usable, and a dialog above it does not', () => {
  const part = () => document.body.appendChild(document.createElement('div'));
  const [stage, sheet, dialog] = [part(), part(), part()] as const;
  const inert = () => [app, stage, sheet].map((one) => one.inert);
  const releases = [holdFocus(stage), holdFocus(sheet, true)];
  expect(inert()).toEqual([true, false, false]);
  const release = holdFocus(dialog);
  expect(inert()).toEqual([true, true, true]);
  release();
  expect(inert()).toEqual([true, false, false]);
  for (const undo of releases.reverse()) undo();
  expect(app.inert).toBe(false);
  for (const one of [stage, sheet, dialog]) one.remove();
});

test('focus that has gone to a ringing call is not pulled back', () => {
  const layer = document.body.appendChild(document.createElement('div'));
  layer.append(document.createElement('button'));
  const ring = document.body.appendChild(document.createElement('button'));
  const release = holdFocus(layer);
  ring.focus();
  release();
  expect(document.activeElement).toBe(ring);
  layer.remove();
  ring.remove();
});

test('a popover keeps to its button, and inside the window', () => {
  const view = { width: 400, height: 600 };
  const button = { top: 10, bottom: 50, left: 340, right: 384 };
  expect(place(button, 300, 170, view, 'right')).toEqual({ left: 84, top: 58 });
  expect(place(button, 300, 170, view, 'left')).toEqual({ left: 92, top: 58 });
  const low = { ...button, top: 550, bottom: 590 };
  expect(place(low, 300, 170, view, 'right').top).toBe(372);
});
