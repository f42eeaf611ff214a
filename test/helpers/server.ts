import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { analysisThread } from '#server/analysis/analysisThread.ts';
import { createApp } from '#server/app.ts';
import { type Background, createBackground } from '#server/background.ts';
import type { Actor, AppEnv, Ctx } from '#server/context.ts';
import { authSession, clinic, user } from '#server/db/schema/access.ts';
import { patient, profile } from '#server/db/schema/patient.ts';
import { build, statement } from '#server/db/statements.ts';
import type { Deps } from '#server/deps.ts';
import { jsonLog } from '#server/log.ts';
import { cookieName } from '#server/middleware/session.ts';
import { newId } from '#server/newId.ts';
import { argon2Passwords } from '#server/password.ts';
import { newToken, tokenHash } from '#server/services/auth/token.ts';
import { firstProfile } from '#server/services/profile/firstProfile.ts';
import { refineNext } from '#server/services/session/refineNext.ts';
import type { Role } from '#shared/schema/api.ts';
import { tempStore } from './tempStore.ts';

export const TEST_ORIGIN = 'http://localhost:8787';
/** 2026-03-02T08:00:00Z, a Monday. */
export const TEST_START_US = Date.UTC(2026, 2, 2, 8) * 1000;

export interface TestServer {
  readonly app: Hono<AppEnv>;
  readonly deps: Deps;
  readonly dataDir: string;
  readonly clock: { nowUs(): number; advance(us: number): void };
  /** What no answer waits for. */
  readonly background: Background;
  /** Every log line so far, parsed. */
  readonly logLines: Record<string, unknown>[];
  /** A request to the real app. `json` becomes the body; `as` the sign-in cookie. */
  request(method: string, path: string, options?: RequestOptions): Promise<Response>;
  close(): Promise<void>;
}

export interface RequestOptions {
  readonly as?: SeededActor | null;
  readonly json?: unknown;
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who is signed in. */
export interface SeededActor extends Actor {
  readonly cookie: string;
}

/** The real app on a real libSQL file of its own. Time stands still unless advanced; password hashing is real but cheap. */
export async function startTestServer(overrides: Partial<Deps> = {}): Promise<TestServer> {
  const temp = await tempStore();
  const analysis = analysisThread();
  const logLines: Record<string, unknown>[] = [];
  let nowUs = TEST_START_US;
  const clock = {
    nowUs: () => nowUs,
    advance(us: number) {
      nowUs += us;
    },
  };
  const deps: Deps = {
    background: { wake: () => background.wake() },
    store: temp.store,
    clock,
    random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    passwords: argon2Passwords({ memoryKiB: 64, passes: 1 }),
    analysis,
    log: jsonLog(
      (line) => void logLines.push(JSON.parse(line)),
      () => nowUs / 1000,
    ),
    config: { origin: TEST_ORIGIN, version: '0.0.0-test', demo: false },
    staticFiles: null,
    ...overrides,
  };
  const background = createBackground(
    () => refineNext(deps),
    (error) => deps.log.error('backgroundFailed', { error: String(error) }),
  );
  const app = createApp(deps);
  return {
    app,
    deps,
    dataDir: temp.dataDir,
    clock,
    logLines,
    request: async (method, path, options = {}) => app.request(path, init(method, options)),
    background,
    async close() {
      await background.close();
      await analysis.close();
      await temp.close();
    },
  };
}

function init(method: string, { as, json, body, headers }: RequestOptions): RequestInit {
  const all = new Headers({ ...headers });
  if (as) all.set('cookie', as.cookie);
  if (json !== undefined) all.set('content-type', 'application/json');
  return { method, headers: all, body: json === undefined ? body : JSON.stringify(json) };
}

/** What seeding needs: a test server, or a store opened by hand before a real process starts on it. */
export interface Seedable {
  readonly deps: Pick<Deps, 'store' | 'clock' | 'random' | 'config'>;
}

export async function seedClinic(server: Seedable, name = 'Test clinic'): Promise<string> {
  const id = newId(server.deps);
  await server.deps.store.batch([statement(build.insert(clinic).values({ id, name, createdAtUs: server.deps.clock.nowUs() }))]);
  return id;
}

/** A signed-in person of a clinic; a patient gets a record with a first profile. */
export async function seedActor(server: Seedable, clinicId: string, role: Role, name: string = role): Promise<SeededActor> {
  const { deps } = server;
  const createdAtUs = deps.clock.nowUs();
  const userId = newId(deps);
  const authSessionId = newId(deps);
  const token = newToken(deps.random);
  const email = `${userId}@example.org`;
  const patientId = role === 'patient' ? newId(deps) : null;
  await deps.store.batch([
    statement(build.insert(user).values({ id: userId, clinicId, role, email, displayName: name, createdAtUs })),
    ...(patientId ? patientRows(clinicId, patientId, userId, name, createdAtUs) : []),
    statement(
      build.insert(authSession).values({
        id: authSessionId,
        clinicId,
        userId,
        tokenHash: tokenHash(token),
        createdAtUs,
        lastSeenAtUs: createdAtUs,
        expiresAtUs: createdAtUs + 30 * 86_400_000_000,
        userAgent: 'test',
      }),
    ),
  ]);
  return { userId, clinicId, role, patientId, authSessionId, cookie: `${cookieName(deps.config.origin)}=${token}` };
}

function patientRows(clinicId: string, id: string, userId: string, displayName: string, createdAtUs: number) {
  const body = JSON.stringify(firstProfile(id, 'knee pain'));
  return [
    statement(build.insert(patient).values({ id, clinicId, userId, displayName, createdAtUs })),
    statement(build.insert(profile).values({ patientId: id, version: 1, clinicId, body, createdAtUs, createdByUserId: userId })),
  ];
}

/** Context for calling a service verb directly. */
export function contextOf(server: TestServer, actor: Actor): Ctx {
  return { deps: server.deps, actor, requestId: newId(server.deps) };
}
