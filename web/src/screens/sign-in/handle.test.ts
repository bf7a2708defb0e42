import { expect, test } from 'vitest';
import { handleFrom } from './handle';

test.each([
  ['Rosa Marín', 'rosa.marin'],
  ['  Okan Yıldız!  ', 'okan.y.ld.z'],
  ['李雷', ''],
  ['a'.repeat(40), 'a'.repeat(30)],
])('“%s” suggests @%s', (name, handle) => expect(handleFrom(name)).toBe(handle));
