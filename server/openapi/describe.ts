import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { type DescribeRouteOptions, resolver, uniqueSymbol, validator } from 'hono-openapi';
import type { z } from 'zod';
import { type AppEnv, requireActor } from '#server/context.ts';
import { isDenial, ServiceError } from '#server/errors.ts';
import { nameSchemas } from '#server/openapi/names.ts';
import { statusOf } from '#server/problem.ts';
import { auditDenied } from '#server/services/auth/denied.ts';
import { Problem, type ProblemCode } from '#shared/schema/problem.ts';

/** Who may call an operation at all. Which records they may touch is the service's first question. */
export type Access = 'public' | 'signedIn' | 'patient' | 'staff';

export interface Operation {
  /** One line, imperative: "Show one patient". */
  readonly summary: string;
  readonly description?: string;
  /** Group on the API page: identity, invitations, patients, plans, records, sessions ... */
  readonly tag: string;
  readonly access: Access;
  /** Status -> schema of the answer; null for an answer without body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** Problems beyond those every operation can answer with. */
  readonly problems?: readonly ProblemCode[];
  /** A body that is not JSON (JSON bodies are described by jsonBody). */
  readonly binaryBody?: { readonly mediaType: string; readonly maxBytes: number };
  /** An answer that is not JSON. */
  readonly mediaType?: string;
}

/**
 * Describes a route for the OpenAPI document AND guards it: put it first on every route. A signed-in person who is denied leaves an audit
 * row.
 *
 * @example app.get('/patients', operation({ summary: 'List patients', tag: 'patients', access: 'staff', answers: { 200: Panel } }), handler)
 */
export function operation(op: Operation): MiddlewareHandler<AppEnv> {
  nameSchemas();
  const guard = createMiddleware<AppEnv>(async (c, next) => {
    const actor = c.get('actor');
    const name = `${c.req.method} ${routePath(c)}`;
    const refused = refuseAccess(op.access, actor?.role ?? null);
    if (refused === null) await next();
    // What a later handler throws has become an answer by now, and is kept in c.error.
    const error = refused ?? c.error;
    if (actor !== null && op.access !== 'public' && isDenial(error)) await auditDenied(requireActor(c), name, statusOf(error.code));
    if (refused !== null) throw refused;
  });
  return Object.assign(guard, { [uniqueSymbol]: { spec: specOf(op) } });
}

/** Validates the JSON body; a failure names each field. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => validator('json', schema, refuse);
/** Validates path parameters. */
export const pathParams = <Schema extends z.ZodType>(schema: Schema) => validator('param', schema, refuse);
/** Validates the query string. */
export const queryParams = <Schema extends z.ZodType>(schema: Schema) => validator('query', schema, refuse);

function refuseAccess(access: Access, role: 'patient' | 'pt' | 'admin' | null): ServiceError | null {
  if (access === 'public') return null;
  if (role === null) return new ServiceError('unauthenticated', 'Please sign in.');
  const allowed = access === 'signedIn' || (access === 'patient') === (role === 'patient');
  return allowed ? null : new ServiceError('forbidden', 'Your account may not do this.');
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

function refuse(result: { success: boolean; target: string; error?: readonly Issue[] }): void {
  if (result.success) return;
  const fields = (result.error ?? []).map((issue) => ({ path: pathOf(issue) || result.target, message: issue.message }));
  throw new ServiceError('validation', 'Some fields need another look.', { fields });
}

const pathOf = (issue: Issue) => (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');

function specOf(op: Operation): DescribeRouteOptions {
  const codes = new Set<ProblemCode>(['internal', ...(op.problems ?? [])]);
  if (op.access !== 'public') codes.add('unauthenticated').add('forbidden');
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  const problems = [...byStatus].map(([status, list]) => [
    status,
    { description: `Problem: ${list.join(', ')}`, content: { 'application/problem+json': { schema: resolver(Problem) } } },
  ]);
  const answers = Object.entries(op.answers).map(([status, schema]) => [
    status,
    {
      description: Number(status) === 201 ? 'Created' : 'Done',
      ...(op.mediaType
        ? { content: { [op.mediaType]: {} } }
        : schema
          ? { content: { 'application/json': { schema: resolver(schema) } } }
          : {}),
    },
  ]);
  return {
    summary: op.summary,
    ...(op.description ? { description: op.description } : {}),
    tags: [op.tag],
    security: op.access === 'public' ? [] : [{ session: [] }],
    'x-access': op.access,
    responses: Object.fromEntries([...problems, ...answers]),
    ...(op.binaryBody ? { requestBody: binaryBody(op.binaryBody) } : {}),
  } as DescribeRouteOptions;
}

function binaryBody(body: { mediaType: string; maxBytes: number }): DescribeRouteOptions['requestBody'] {
  return { required: true, description: `At most ${body.maxBytes} bytes.`, content: { [body.mediaType]: { schema: { type: 'string' } } } };
}
