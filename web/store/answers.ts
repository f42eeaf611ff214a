import { MissingParts } from '#shared/schema/api.ts';
import { Problem } from '#shared/schema/problem.ts';
import type { OutboxKind } from './db.ts';

/** What an answer of the server means for the row that was sent. */
export type Verdict =
  | { readonly type: 'acknowledged'; readonly body: unknown }
  | { readonly type: 'missingParts'; readonly missing: MissingParts }
  /** Will pass later: server busy, full, restarting, or the bytes were hurt on their way. */
  | { readonly type: 'later'; readonly retryAfterMs: number | null; readonly everything: boolean }
  | { readonly type: 'signIn' }
  /** The session does not exist there, or belongs to someone else than who is signed in. */
  | { readonly type: 'notOurs'; readonly reason: string }
  /** Never as it is. */
  | { readonly type: 'refused'; readonly reason: string };

/** Statuses that speak of the whole server and not of this record. */
const WHOLE_SERVER = new Set([408, 425, 429, 502, 503, 504, 507]);

export async function verdictOf(response: Response, kind: OutboxKind): Promise<Verdict> {
  const body = await readJson(response);
  if (response.ok) return { type: 'acknowledged', body };
  if (response.status === 401) return { type: 'signIn' };
  if (WHOLE_SERVER.has(response.status)) return { type: 'later', retryAfterMs: retryAfterMs(response), everything: true };
  if (response.status >= 500) return { type: 'later', retryAfterMs: null, everything: false };
  if (response.status === 409 && kind === 'complete') {
    const missing = missingIn(body);
    if (missing !== null) return { type: 'missingParts', missing };
  }
  const reason = reasonOf(response, body);
  return response.status === 403 || response.status === 404 ? { type: 'notOurs', reason } : { type: 'refused', reason };
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** The list of missing parts stands alone or beside a problem's own fields. */
function missingIn(body: unknown): MissingParts | null {
  const nested = typeof body === 'object' && body !== null && 'missing' in body ? body.missing : body;
  const parsed = MissingParts.safeParse(nested);
  return parsed.success ? parsed.data : null;
}

function reasonOf(response: Response, body: unknown): string {
  const problem = Problem.safeParse(body);
  if (!problem.success) return `The clinic's server answered ${response.status}.`;
  const field = problem.data.fields?.[0];
  const detail = problem.data.detail ?? problem.data.title;
  return field === undefined ? detail : `${detail} ${field.path}: ${field.message}`;
}

/** Retry-After in seconds; the date form is not used by this server. */
function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3600) * 1000 : null;
}
