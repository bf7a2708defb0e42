import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { loadPicks } from '../../media/picks';
import { devices } from '../../state/devices.svelte';
import DevicePickers from './DevicePickers.svelte';

const input = (kind: string, deviceId: string, label: string) => ({ kind, deviceId, label });
const HEADSET = input('audioinput', 'h', 'Headset');
const BUILT_IN = input('audioinput', 'b', 'Built-in');

let media: EventTarget & { present: object[]; enumerateDevices: () => Promise<object[]> };
beforeEach(() => {
  localStorage.clear();
  devices.pick('microphone', null);
  media = Object.assign(new EventTarget(), {
    present: [input('audioinput', 'default', 'Default'), HEADSET, BUILT_IN] as object[],
    enumerateDevices: () => Promise.resolve(media.present),
  });
  vi.stubGlobal('navigator', { mediaDevices: media });
});

const microphones = () => screen.findByRole<HTMLSelectElement>('combobox', { name: 'Microphone' });
const names = (select: HTMLSelectElement) => [...select.options].map(({ text }) => text);

test('[promise 4.5] a device is picked by its name, kept, and used at once', async () => {
  const onpick = vi.fn();
  render(DevicePickers, { onpick });
  const select = await microphones();
  expect(names(select)).toEqual(['System default', 'Headset', 'Built-in']);
  await userEvent.selectOptions(select, 'Headset');
  expect(onpick).toHaveBeenCalledWith('microphone');
  expect(loadPicks(localStorage)).toEqual({ microphone: 'h' });
  await userEvent.selectOptions(select, 'System default');
  expect(loadPicks(localStorage)).toEqual({});
});

test('[promise 4.5] the list follows the plugs, and one that is away stays picked', async () => {
  devices.pick('microphone', 'h');
  render(DevicePickers, {});
  expect((await microphones()).value).toBe('h');
  media.present = [BUILT_IN];
  media.dispatchEvent(new Event('devicechange'));
  await vi.waitFor(async () => expect((await microphones()).value).toBe(''));
  media.present = [HEADSET, BUILT_IN];
  media.dispatchEvent(new Event('devicechange'));
  await vi.waitFor(async () => expect((await microphones()).value).toBe('h'));
});

test('a browser that names no device yet says when it will', async () => {
  media.present = [input('audioinput', '', '')];
  render(DevicePickers, {});
  expect(await screen.findByText('Your browser names them once it may use them.')).toBeTruthy();
});
