import { describe, expect, test } from 'vitest';
import { threadFrom, type TimelineItem } from '../../state/thread';
import { alice, bob, call, conversation, message, missed } from '../../testing/samples';
import { previewOf } from './preview';

const preview = (...recent: TimelineItem[]) =>
  previewOf(threadFrom(conversation({ recent })), [], alice.account);

describe('the preview of a thread', () => {
  test('is the newest text on one line, made on this device', () => {
    expect(preview(message(1, bob, 'Perfect.\nI’ll come'))).toEqual({ text: 'Perfect. I’ll come' });
  });

  test('of an own message leads with how far it has come', () => {
    expect(preview(message(1, alice, 'Sent'))).toEqual({ text: 'Sent', state: 'sent' });
  });

  test.each([
    [missed(), 'Missed voice call', 'missed'],
    [missed({ media: ['audio', 'video'] }), 'Missed video call', 'missed'],
    [call({ media: ['audio', 'video'], durationMs: 18 * 60_000 }), 'Video call, 18 min', 'video'],
    [call({ reason: 'declined' }), 'Voice call · Declined', 'voice'],
    [missed({ direction: 'outgoing', seen: true }), 'Voice call · No answer', 'voice'],
  ] as const)('of a call names its kind and outcome', (item, text, icon) => {
    expect(preview(item)).toEqual({ text, icon });
  });

  test('of a request hides what a stranger wrote', () => {
    const thread = threadFrom(
      conversation({ state: 'request', recent: [message(1, bob, 'Buy this')] }),
    );
    expect(previewOf(thread, [], alice.account)).toEqual({ text: 'Wants to message you' });
  });

  test('of a deleted message says so, and of an unknown kind too', () => {
    expect(preview(message(1, bob, 'x', { deleted: true, body: '' })).text).toBe('Message deleted');
    expect(preview(message(1, bob, 'x', { contentType: 'application/x-new' })).text).toMatch(
      /can’t show/,
    );
  });

  test('shows first what has not been sent', () => {
    const waiting = {
      mid: 'm',
      to: bob.account,
      text: 'Later',
      writtenAt: '2026-03-12T11:05:00Z',
      refused: null,
    };
    const thread = threadFrom(conversation({ recent: [message(1, bob, 'x')] }));
    expect(previewOf(thread, [waiting], alice.account)).toEqual({
      text: 'Later',
      state: 'sending',
    });
  });
});
