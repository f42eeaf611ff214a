import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the clinic saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
}

/**
 * A small clinic behind real HTTP: keeps what it is sent, insists on the order of a session's parts, and can be told to misbehave.
 * It speaks the contract of platform.md (Sync): idempotent PUTs, content hashes, 409 with the missing parts.
 */
export interface Clinic {
  readonly origin: string;
  readonly seen: Seen[];
  readonly sessions: Map<string, { body: string; events: Map<string, unknown>; chunks: Map<string, string>; complete: number }>;
  readonly records: Map<string, string>;
  signedInAs: string | null;
  /** Answers instead of the clinic for matching paths. */
  fault: ((seen: Seen) => { status: number; headers?: Record<string, string>; body?: unknown } | 'hangUp' | null) | null;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function answer(response: ServerResponse, status: number, body: unknown = {}, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const problem = (status: number, detail: string) => ({
  type: 'about:blank',
  title: 'No',
  status,
  detail,
  code: 'unprocessable',
  requestId: 'r1',
});

export async function openClinic(patientId: string): Promise<Clinic> {
  const sessions: Clinic['sessions'] = new Map();
  const records = new Map<string, string>();
  const seen: Seen[] = [];
  const server: Server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const path = (request.url as string).replace('/api/v1', '');
    const call = { method: request.method as string, path };
    seen.push(call);
    const fault = clinic.fault?.(call) ?? null;
    if (fault === 'hangUp') {
      request.socket.destroy();
      return;
    }
    if (fault !== null) return answer(response, fault.status, fault.body ?? problem(fault.status, 'told to'), fault.headers);
    if (clinic.signedInAs === null) return answer(response, 401, problem(401, 'sign in'));
    const session = /^\/sessions\/([^/]+)(\/.*)?$/.exec(path);
    if (session === null) {
      records.set(path, body.toString());
      return answer(response, 200);
    }
    const [, id, rest] = session;
    const known = sessions.get(id);
    if (rest === undefined) {
      sessions.set(id, { events: new Map(), chunks: new Map(), complete: 0, ...known, body: body.toString() });
      return answer(response, known === undefined ? 201 : 200);
    }
    if (known === undefined) return answer(response, 404, problem(404, 'no such session'));
    if (rest === '/events') {
      for (const event of JSON.parse(body.toString()).events) known.events.set(event.id, event);
      return answer(response, 200);
    }
    if (rest === '/complete') {
      const asked = JSON.parse(body.toString());
      const chunks = asked.chunkCounts.flatMap((each: { streamId: string; count: number }) =>
        Array.from({ length: each.count }, (_, sequence) => ({ streamId: each.streamId, sequence })).filter(
          (part) => !known.chunks.has(`/streams/${part.streamId}/chunks/${part.sequence}`),
        ),
      );
      const eventsMissing = Math.max(0, asked.eventCount - known.events.size);
      if (chunks.length + eventsMissing > 0) return answer(response, 409, { chunks, eventsMissing });
      known.complete++;
      return answer(response, 200, { summary: asked.liveSummary, decisions: [], agrees: true, differences: [] });
    }
    const sha = createHash('sha256').update(body).digest('hex');
    if (sha !== request.headers['x-content-sha256']) return answer(response, 422, problem(422, 'hash differs'));
    if (known.chunks.has(rest) && known.chunks.get(rest) !== sha) return answer(response, 409, problem(409, 'other bytes'));
    known.chunks.set(rest, sha);
    return answer(response, 201);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const clinic: Clinic = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    sessions,
    records,
    signedInAs: patientId,
    fault: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return clinic;
}
