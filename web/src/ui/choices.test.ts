import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import Badge from './Badge.svelte';
import ChoiceRow from './ChoiceRow.svelte';
import Field from './Field.svelte';

test('a press on the words of a row ticks it', async () => {
  const onchange = vi.fn();
  render(ChoiceRow, {
    kind: 'check',
    title: 'My address book',
    text: 'People you saved',
    onchange,
  });
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'My address book' });
  await userEvent.click(screen.getByText('People you saved'));
  expect(box.checked).toBe(true);
  expect(onchange).toHaveBeenCalledOnce();
});

test('a switch says what it switches, and a disabled one stays as it is', async () => {
  render(ChoiceRow, { kind: 'switch', title: 'Calls', checked: true, disabled: true });
  const control = screen.getByRole<HTMLInputElement>('switch', { name: 'Calls' });
  await userEvent.click(screen.getByText('Calls'));
  expect(control.checked).toBe(true);
});

test('a field is described by its error, which takes the place of the hint', async () => {
  const { rerender } = render(Field, { label: 'Handle', value: '', hint: 'Small letters' });
  const input = screen.getByLabelText('Handle');
  const note = () => document.getElementById(input.getAttribute('aria-describedby') ?? '');
  expect(note()?.textContent).toBe('Small letters');
  await rerender({ error: 'That handle is taken' });
  expect(note()?.textContent.trim()).toBe('That handle is taken');
  expect(input.getAttribute('aria-invalid')).toBe('true');
  expect(screen.queryByText('Small letters')).toBeNull();
});

test('a count of none shows no badge, a large one is cut short', async () => {
  const { container, rerender } = render(Badge, { count: 0, label: '0 unread' });
  expect(container.textContent).toBe('');
  await rerender({ count: 120, label: '120 unread' });
  expect(container.querySelector('[aria-hidden]')?.textContent).toBe('99+');
  expect(screen.getByText('120 unread')).toBeTruthy();
});
