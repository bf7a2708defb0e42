// How does one HTTP request go out?

import { Problem, problemOf } from './problem';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Sends one request below /api/v1 with the session cookie and returns the body of the answer; a
 * Blob goes as it is, everything else as JSON. Rejects with a `Problem`.
 */
export async function ask<T>(method: Method, path: string, body?: object): Promise<T> {
  const answer = await send(method, path, body);
  if (!answer.ok) throw await problemOf(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

function send(method: Method, path: string, body?: object): Promise<Response> {
  const isFile = body instanceof Blob;
  return fetch(`/api/v1${path}`, {
    method,
    headers: body ? { 'content-type': isFile ? body.type : 'application/json' } : {},
    body: isFile ? body : body ? JSON.stringify(body) : null,
  }).catch(() => {
    throw new Problem('offline');
  });
}
