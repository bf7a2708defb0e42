import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import {
  alice,
  bob,
  conversation,
  message,
  missed,
  profile,
  strangers,
  call,
} from '../../testing/samples';
import { show, stage, type Stage } from '../../testing/screen';
import ThreadView from './ThreadView.svelte';

const path = `GET /people/${bob.account}`;

async function open(changes: Parameters<typeof conversation>[0], relation = strangers) {
  const now = stage(
    { [path]: profile(bob, { conversation: 'conv', relation }) },
    { conversations: [conversation(changes)] },
  );
  show(now, ThreadView, { account: bob.account });
  await waitFor(() => expect(now.app.people.relation(bob.account)).toBeTruthy());
  return now;
}
const field = () => screen.queryByRole('textbox', { name: 'Message Bob' });
const write = async (text: string) => {
  await userEvent.click(screen.getByRole('textbox', { name: 'Message Bob' }));
  await userEvent.keyboard(text);
};

describe('a thread', () => {
  test('Enter sends, and the words stand there at once', async () => {
    const now = await open({});
    now.gateway.answers['message.send'] = ({ mid }) => ({
      type: 'message.sent',
      rid: '1',
      conv: 'conv',
      item: message(1, alice, 'Hello', { mid }),
    });
    await write('Hello{Enter}');
    expect(now.gateway.of('message.send')).toMatchObject([{ to: bob.account }]);
    expect(screen.getByText('Hello')).toBeTruthy();
    expect(field()).toHaveProperty('value', '');
  });

  test('Shift and Enter make a new line', async () => {
    const now = await open({});
    await write('a{Shift>}{Enter}{/Shift}b');
    expect(now.gateway.of('message.send')).toEqual([]);
    expect(field()).toHaveProperty('value', 'a\nb');
  });

  test('there is no message of blanks and none above 4,000 characters', async () => {
    const now = await open({});
    await write('   {Enter}');
    await userEvent.clear(screen.getByRole('textbox', { name: 'Message Bob' }));
    await userEvent.paste('🐦'.repeat(4001));
    expect(screen.getByText('1 character too long')).toBeTruthy();
    await userEvent.keyboard('{Enter}');
    expect(now.gateway.of('message.send')).toEqual([]);
    expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
  });

  test('what is half written comes back with its thread', async () => {
    const now = await open({});
    await write('Half');
    document.body.replaceChildren();
    show(now, ThreadView, { account: bob.account });
    expect(field()).toHaveProperty('value', 'Half');
  });

  test('a message that was refused can be sent again or thrown away', async () => {
    const now = await open({});
    now.gateway.answers['message.send'] = 'broken';
    await write('Hello{Enter}');
    await screen.findAllByText('Not sent');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    const [first, again] = now.gateway.of('message.send');
    expect(again?.mid).toBe(first?.mid);
    await userEvent.click(await screen.findByRole('button', { name: 'Discard' }));
    expect(screen.queryByText('Hello')).toBeNull();
  });

  test('direction overrides of the other side are not shown', async () => {
    await open({ recent: [message(1, bob, 'safe\u202Egpj.exe')] });
    expect(screen.getByText('safegpj.exe')).toBeTruthy();
  });

  test('a link opens elsewhere and learns nothing of this page', async () => {
    await open({ recent: [message(1, bob, 'https://example.org/a')] });
    const link = screen.getByRole('link', { name: 'https://example.org/a' });
    expect(link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(link.getAttribute('target')).toBe('_blank');
  });

  test('[promise 3.15] each call is one entry that changes in place', async () => {
    const now = await open({ recent: [call({ reason: null })] });
    expect(screen.getByText('Voice call')).toBeTruthy();
    now.gateway.tell({
      type: 'call.entryChanged',
      seq: 1,
      entry: { item: missed(), peer: bob, conversation: 'conv' },
    });
    expect(await screen.findByText('Missed call')).toBeTruthy();
    expect(screen.queryByText('Voice call')).toBeNull();
  });
});

describe('a message request', () => {
  const asked = { state: 'request' as const, recent: [message(1, bob, 'May I?')] };
  const pressed = async (name: string): Promise<Stage> => {
    const now = await open(asked);
    await userEvent.click(screen.getByRole('button', { name }));
    return now;
  };

  test('offers three answers and no field', async () => {
    await open(asked);
    expect(field()).toBeNull();
    for (const name of ['Accept', 'Decline', 'Block']) {
      expect(screen.getByRole('button', { name })).toBeTruthy();
    }
  });

  test('does not tell that it was seen', async () => {
    const now = await open(asked);
    expect(now.gateway.of('message.read')).toEqual([]);
  });

  test('is accepted by a press', async () => {
    const now = await pressed('Accept');
    expect(now.gateway.of('conversation.accept')).toMatchObject([{ conv: 'conv' }]);
    now.gateway.tell({
      type: 'conversation.changed',
      seq: 1,
      conversation: conversation({ ...asked, state: 'open' }),
    });
    await waitFor(() => expect(field()).toBeTruthy());
  });

  test('is declined by a press', async () => {
    const now = await pressed('Decline');
    expect(now.gateway.of('conversation.decline')).toMatchObject([{ conv: 'conv' }]);
  });

  test('of one’s own waits for the other side', async () => {
    await open({ state: 'requested' });
    expect(field()).toBeNull();
    expect(screen.getByText('You can write more once Bob accepts or answers.')).toBeTruthy();
  });
});

test('a thread with somebody one blocked takes no words', async () => {
  await open({}, { ...strangers, blocked: true });
  expect(field()).toBeNull();
});

test('reading a thread marks it read', async () => {
  const now = await open({ recent: [message(3, bob, 'Hi')] });
  expect(now.gateway.of('message.read')).toEqual([{ type: 'message.read', conv: 'conv', upTo: 3 }]);
});

test('an unknown account is nobody', async () => {
  const now = stage({ [path]: 'not_found' });
  show(now, ThreadView, { account: bob.account });
  expect(await screen.findByText('Nobody here')).toBeTruthy();
});
