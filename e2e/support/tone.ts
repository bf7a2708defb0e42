// What does a fake microphone hear? The browser's own is silent most of the time, so that nobody "speaks".

import { writeFileSync } from 'node:fs';

const RATE = 48_000;
const SECONDS = 2;
const HEAD_BYTES = 44;

/** Writes a sound that wavers like a voice and has no pauses (WAV, 16 bit, mono). */
export function writeTone(file: string): void {
  const samples = new Int16Array(RATE * SECONDS);
  for (let i = 0; i < samples.length; i++) {
    const at = i / RATE;
    const pitch = 2 * Math.PI * 220 * at + 8 * Math.sin(2 * Math.PI * 3 * at);
    const loudness = 0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * at);
    samples[i] = 9000 * loudness * (Math.sin(pitch) + Math.sin(2 * pitch) / 2);
  }
  const head = Buffer.alloc(HEAD_BYTES);
  head.write('RIFF', 0);
  head.writeUInt32LE(HEAD_BYTES - 8 + samples.byteLength, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.byteLength, 40);
  writeFileSync(file, Buffer.concat([head, Buffer.from(samples.buffer)]));
}

/** The browser argument that makes `file` the microphone. */
export function microphone(file: string): string {
  return `--use-file-for-fake-audio-capture=${file}`;
}
