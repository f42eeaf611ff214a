import type { Hono } from 'hono';
import type { AppEnv } from '#server/context.ts';
import { authRoutes } from './auth.ts';
import { checkInRoutes } from './checkIns.ts';
import { chunkRoutes } from './chunks.ts';
import { correctionRoutes } from './corrections.ts';
import { flagRoutes } from './flags.ts';
import { invitationRoutes } from './invitations.ts';
import { pacingRoutes } from './pacing.ts';
import { patientRoutes } from './patients.ts';
import { planRoutes } from './plans.ts';
import { sessionRoutes } from './sessions.ts';
import { setupRoutes } from './setup.ts';
import { stimulationRoutes } from './stimulations.ts';

/** Route modules under /api/v1, one line each. */
export const ROUTES: readonly (() => Hono<AppEnv>)[] = [
  authRoutes,
  setupRoutes,
  invitationRoutes,
  patientRoutes,
  planRoutes,
  sessionRoutes,
  chunkRoutes,
  checkInRoutes,
  stimulationRoutes,
  correctionRoutes,
  flagRoutes,
  pacingRoutes,
];
