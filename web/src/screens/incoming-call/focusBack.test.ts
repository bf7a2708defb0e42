import { expect, test } from 'vitest';
import { givesFocusBack } from './focusBack';

function page() {
  const [field, ring, decline, link] = [
    document.createElement('input'),
    document.createElement('div'),
    document.createElement('button'),
    document.createElement('a'),
  ];
  link.href = '#';
  ring.append(decline);
  document.body.replaceChildren(field, ring, link);
  return { field, ring, decline, link, over: givesFocusBack(ring) };
}

test('the focus goes back to where it was before the ring', () => {
  const { field, decline, over } = page();
  field.focus();
  decline.focus();
  over();
  expect(document.activeElement).toBe(field);
});

test('from where it came last, and to nothing that is gone', () => {
  const { field, decline, link, over } = page();
  field.focus();
  decline.focus();
  link.focus();
  decline.focus();
  link.remove();
  over();
  expect(document.activeElement).toBe(field);
});

test('a focus that went elsewhere stays there', () => {
  const { field, decline, link, over } = page();
  field.focus();
  decline.focus();
  link.focus();
  over();
  expect(document.activeElement).toBe(link);
});

test('a caret that never left stays', () => {
  const { field, over } = page();
  field.focus();
  over();
  expect(document.activeElement).toBe(field);
});

test('the focus goes back once a sheet that goes with the ring leaves the page usable', async () => {
  const { field, decline, over } = page();
  field.focus();
  decline.focus();
  document.body.inert = true;
  over();
  document.body.inert = false;
  await Promise.resolve();
  expect(document.activeElement).toBe(field);
});
