import { z } from 'zod';

/** Closed set of error codes; each maps to one HTTP status (server/problem.ts). */
export const ProblemCode = z.enum([
  'badRequest',
  'validation',
  'unauthenticated',
  'forbidden',
  'notFound',
  'methodNotAllowed',
  'timeout',
  'conflict',
  'payloadTooLarge',
  'unprocessable',
  'preconditionFailed',
  'tooManyRequests',
  'storageFull',
  'unavailable',
  'internal',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

/** RFC 9457 problem details. `fields` names each bad input. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: ProblemCode,
  requestId: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;
