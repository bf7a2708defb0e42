// Is what a page says still true by the time it is here?

import type { ask } from '../api/ask';

const TRIES = 3;

/**
 * Sends as `send` does, but asks again when something was told over the gateway meanwhile: the answer
 * may be older than that, and would undo it. An account that changes all the time gets the last answer.
 */
export function settled(gateway: { readonly told: number }, send: typeof ask): typeof ask {
  return async (method, path, body) => {
    const reads = method === 'GET' || path === '/conversations';
    for (let left = reads ? TRIES : 1; ; left -= 1) {
      const { told } = gateway;
      const answer = await send<never>(method, path, body);
      if (left === 1 || gateway.told === told) return answer;
    }
  };
}
