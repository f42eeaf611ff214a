import { kneeSetup } from '#test/helpers/kneeSetup.ts';
import 'fake-indexeddb/auto';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import { createSimulatedPort, type SimulatedPort } from '#devices/transports/simulated.ts';
import { createLiveAnalysis } from '#shared/analysis/live.ts';
import type { LiveAnalysis, StreamSamples } from '#shared/analysis/types.ts';
import { kneeBend } from '#shared/exercises/kneeBend.ts';
import type { Session } from '#shared/schema/session.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { type LiveDeps, type LiveSession, startLive } from '#web/live/liveSession.ts';
import { startMachine } from '#web/live/machine.ts';
import { slotsFor } from '#web/live/slots.ts';
import { chooseOnPort, type Wanted } from '#web/live/sources.ts';
import { type EvenpaceDb, openDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { createNow } from '#web/store/now.ts';
import { createVirtualTime, type VirtualTime } from './virtualTime.ts';

/** A whole phone in a test: simulated sensors over the real drivers, virtual time, a real (in-memory) IndexedDB. */
export interface Studio {
  readonly db: EvenpaceDb;
  readonly time: VirtualTime;
  readonly deps: LiveDeps;
  readonly live: LiveSession;
  readonly ports: Map<string, SimulatedPort>;
  /** What the live analysis was given, per stream, in order. */
  readonly heard: Map<string, StreamSamples[]>;
  readonly spoken: string[];
  /** How a slot comes to its simulated sensor. */
  readonly choose: ReturnType<typeof chooseOnPort>;
  pick(slotId: string): Promise<void>;
  /** Lets time pass with the page's 1 s interval running. */
  run(seconds: number): Promise<void>;
}

/** Time of the first moment, UTC us. */
export const STUDIO_START_US = 1_790_000_000_000_000;

export function makeSetup(patch: Partial<Session['setup']> = {}): Session['setup'] {
  return {
    ...kneeSetup,
    plannedRepetitionsPerSet: 8,
    targetAngleDeg: { from: 70, to: 100 },
    heartRateBandBpm: { from: 80, to: 95 },
    heartRateCeilingBpm: 100,
    maxHeartRateSeeBpm: 11.4,
    pacingConfigHash: 'test',
    ...patch,
  };
}

function spied(analysis: LiveAnalysis, heard: Map<string, StreamSamples[]>): LiveAnalysis {
  return {
    get reading() {
      return analysis.reading;
    },
    get decisions() {
      return analysis.decisions;
    },
    addStream: (stream) => analysis.addStream(stream),
    pushSamples: (streamId, samples) => {
      const all = heard.get(streamId) ?? [];
      heard.set(streamId, all);
      all.push({ ...samples, hostUs: samples.hostUs.slice(), counts: samples.counts.slice() });
      analysis.pushSamples(streamId, samples);
    },
    pushEvent: (event) => analysis.pushEvent(event),
    watchAngle: (told) => analysis.watchAngle(told),
    advance: (nowUs) => analysis.advance(nowUs),
    finish: (endedUs) => analysis.finish(endedUs),
  };
}

export interface StudioOptions {
  readonly heartRateBpm?: number;
  readonly patientId?: string;
  readonly setup?: Partial<Session['setup']>;
  /** What the browser says is left, bytes. */
  readonly spaceLeft?: () => number;
}

export function openStudio(options: StudioOptions = {}): Studio {
  const time = createVirtualTime(STUDIO_START_US);
  const wallMs = () => time.nowUs() / 1000;
  const now = createNow({ wallMs, monotonicMs: wallMs, zone: () => 'Europe/Vienna' });
  const db = openDb(`studio-${newId()}`);
  const ports = new Map<string, SimulatedPort>();
  const heard = new Map<string, StreamSamples[]>();
  const spoken: string[] = [];
  const motion = generateKneeMotion({ peaksDeg: [84, 88, 91, 87, 93, 90], leadS: 3 });
  const makePort = ({ need, bodySite }: Wanted): SimulatedPort => {
    const peripheral =
      need === 'heart'
        ? simulatedHeartRateStrap({ name: 'Strap', address: 'C0:00:00:00:00:01', rrIntervalsMs: [60_000 / (options.heartRateBpm ?? 90)] })
        : simulatedDot({
            name: `DOT ${bodySite}`,
            address: bodySite === 'thigh' ? 'C0:00:00:00:00:02' : 'C0:00:00:00:00:03',
            samples: bodySite === 'thigh' ? motion.thigh : motion.shank,
            loop: true,
            clockStartUs: 0,
          });
    const port = createSimulatedPort(peripheral, time, { originUs: STUDIO_START_US });
    ports.set(need === 'heart' ? 'heart' : bodySite, port);
    return port;
  };
  const choose = chooseOnPort(makePort, time);
  const deps: LiveDeps = {
    db,
    now,
    newId,
    sensorNowUs: time.nowUs,
    spaceLeft: async () => options.spaceLeft?.() ?? null,
    teller: { speak: (text) => spoken.push(text), vibrate: () => undefined },
  };
  const startedAt = now.moment();
  const session: Session = {
    id: newId(),
    patientId: options.patientId ?? newId(),
    startedAt,
    localDay: localDayOf(startedAt),
    endedAt: null,
    setup: makeSetup(options.setup),
    streams: [],
    simulated: true,
  };
  const analysis = spied(createLiveAnalysis({ sessionId: session.id, startedUs: startedAt.utcUs, setup: session.setup }), heard);
  const slots = slotsFor(kneeBend, 'right');
  const live = startLive(deps, { session, exercise: kneeBend, analysis, machine: startMachine(2), slots });
  return {
    db,
    time,
    deps,
    live,
    ports,
    heard,
    spoken,
    choose,
    pick: async (slotId) => {
      const slot = slots.find((each) => each.id === slotId);
      const picking = slot?.pick('simulated', choose);
      await time.run(0.1);
      await picking;
    },
    run: async (seconds) => {
      for (let s = 0; s < seconds; s++) {
        await time.run(1);
        live.tick();
      }
    },
  };
}

/** From the sensors to the first set. */
export async function intoWork(studio: Studio): Promise<void> {
  for (const id of ['heart', 'thigh', 'shank']) await studio.pick(id);
  studio.live.dispatch({ type: 'sensorsReady', usesAngle: true });
  studio.live.dispatch({ type: 'gatePassed' });
  await studio.run(2);
  studio.live.dispatch({ type: 'heldStill' });
  studio.live.dispatch({ type: 'zeroed' });
}
