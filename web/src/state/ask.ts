// How does one HTTP request of a signed-in person go out?

import { Problem, problemOf } from '../api/problem';
import type { Ask, Method } from './requests';

/** Requests below /api/v1 with the session cookie; a failure is a `Problem` with its code. */
export const ask: Ask = async <T>(method: Method, path: string, body?: object): Promise<T> => {
  const answer = await send(method, path, body);
  if (!answer.ok) throw await problemOf(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
};

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
