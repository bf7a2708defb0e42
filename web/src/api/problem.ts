// What did the server say when it did not do what was asked?

import { Refusal } from '../gateway/types';

/** A refused HTTP request (RFC 9457): its code, and the field of the form that is meant, if any. */
export class Problem extends Refusal {
  constructor(
    code: string,
    retryAfterS: number | null = null,
    readonly field: string | null = null,
  ) {
    super(code, retryAfterS);
    this.name = 'Problem';
  }
}

/** The problem that a response describes. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const { code, field } = (body ?? {}) as { code?: unknown; field?: unknown };
  const wait = Number(response.headers.get('retry-after')) || null;
  const fallback = response.status < 500 ? 'malformed' : 'broken';
  return new Problem(
    typeof code === 'string' ? code : fallback,
    wait,
    typeof field === 'string' ? field : null,
  );
}

/** The code of whatever was thrown. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Refusal ? thrown.code : 'broken';
}
