import { expect, test } from 'vitest';
import { parseControl, type Control } from './control';

const known: Control[] = [
  { type: 'state', microphone: 'muted', camera: true },
  { type: 'state', microphone: 'none', camera: false },
  { type: 'video', step: 'ask' },
  { type: 'restart' },
];

test.each(known)('%j is understood', (message) => {
  expect(parseControl(JSON.stringify({ ...message, later: 1 }))).toEqual(message);
});

test.each([
  new ArrayBuffer(2),
  'x',
  'null',
  '[]',
  '1',
  '{"type":"hold"}',
  '{"type":"video","step":"force"}',
  '{"type":"state","microphone":true,"camera":true}',
  `{"type":"restart","x":"${'x'.repeat(1024)}"}`,
])('%s changes nothing', (text) => expect(parseControl(text)).toBeNull());
