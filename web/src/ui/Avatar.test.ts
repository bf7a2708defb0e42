import { fireEvent, render } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import Avatar from './Avatar.svelte';

const lena = { id: 'acc_lena', name: 'Lena Vogt' };
const parts = (container: HTMLElement) => ({
  picture: container.querySelector('img'),
  letters: container.querySelector('[data-initials]')?.getAttribute('data-initials'),
});

test('a person without a picture has initials', () => {
  const { container } = render(Avatar, lena);
  expect(parts(container)).toEqual({ picture: null, letters: 'LV' });
});

test('a picture that does not load gives way to initials, a new one is tried again', async () => {
  const { container, rerender } = render(Avatar, { ...lena, src: '/gone.webp' });
  const { picture } = parts(container);
  expect(picture?.getAttribute('src')).toBe('/gone.webp');
  if (picture) await fireEvent.error(picture);
  expect(parts(container)).toEqual({ picture: null, letters: 'LV' });
  await rerender({ src: '/new.webp' });
  expect(parts(container).picture?.getAttribute('src')).toBe('/new.webp');
});

test('a person keeps one tint', () => {
  const tint = () =>
    render(Avatar, lena).container.querySelector<HTMLElement>('.avatar')?.style.cssText;
  expect(tint()).toMatch(/--hue: \d+/);
  expect(tint()).toBe(tint());
});
