import { z } from 'zod';
import * as api from '#shared/schema/api.ts';
import * as checkIn from '#shared/schema/checkIn.ts';
import * as chunk from '#shared/schema/chunk.ts';
import * as correction from '#shared/schema/correction.ts';
import * as dayDecision from '#shared/schema/dayDecision.ts';
import * as decision from '#shared/schema/decision.ts';
import * as event from '#shared/schema/event.ts';
import * as pacingApi from '#shared/schema/pacingApi.ts';
import * as patientEvent from '#shared/schema/patientEvent.ts';
import * as plan from '#shared/schema/plan.ts';
import * as problem from '#shared/schema/problem.ts';
import * as profile from '#shared/schema/profile.ts';
import * as session from '#shared/schema/session.ts';
import * as stimulation from '#shared/schema/stimulation.ts';
import * as stream from '#shared/schema/stream.ts';
import * as summary from '#shared/schema/summary.ts';
import * as time from '#shared/schema/time.ts';

const MODULES = [
  api,
  checkIn,
  chunk,
  correction,
  dayDecision,
  decision,
  event,
  pacingApi,
  patientEvent,
  plan,
  problem,
  profile,
  session,
  stimulation,
  stream,
  summary,
  time,
];

/** Gives every exported record schema its name, so that the OpenAPI document refers to components instead of repeating them. */
export function nameSchemas(): void {
  for (const module of MODULES) {
    for (const [name, value] of Object.entries(module)) {
      if ((value instanceof z.ZodObject || value instanceof z.ZodDiscriminatedUnion) && !z.globalRegistry.has(value))
        z.globalRegistry.add(value, { ref: name });
    }
  }
}
