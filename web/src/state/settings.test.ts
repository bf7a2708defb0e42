import { expect, test } from 'vitest';
import { stage } from '../testing/screen';

const off = { callsOn: false, audience: ['follows' as const], quickTexts: [] };

test('a change shows at once and stays as the server has it', async () => {
  const { app } = stage({ 'PATCH /accounts/me/settings': off });
  const saving = app.settings.change({ callsOn: false });
  expect(app.settings.account.callsOn).toBe(false);
  await saving;
  expect(app.settings.account).toEqual(off);
});

test('a change that is refused is put back', async () => {
  const { app } = stage({
    'PATCH /accounts/me/settings': 'unavailable',
    'PATCH /devices/current': 'offline',
  });
  await expect(app.settings.change({ callsOn: false })).rejects.toMatchObject({
    code: 'unavailable',
  });
  await expect(app.settings.changeDevice({ rings: false })).rejects.toThrow();
  expect(app.settings.account.callsOn).toBe(true);
  expect(app.settings.device.rings).toBe(true);
});

test('[promise 2.22] a change on another device holds here at once', () => {
  const { app, gateway } = stage();
  gateway.tell({ type: 'settings.changed', seq: 1, settings: off });
  expect(app.settings.account).toEqual(off);
});
