import type { SessionEvent, SessionPhase } from '#shared/schema/event.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';

/** Pacing reads a session without phase events as work from its start (shared/pacing/engine.ts). */
const FIRST_PHASE: SessionPhase = 'work';

const EXERCISE: ReadonlySet<SessionPhase> = new Set(['warmUp', 'work']);

interface PhaseChange {
  readonly atUs: number;
  readonly phase: SessionPhase;
}

/** What a person did in a session, in order of (time, id), each event once. */
export class EventTrack {
  readonly #startedUs: number;
  readonly #seen = new Set<string>();
  #events: SessionEvent[] = [];
  #sorted = true;
  /** Changes of phase in order; null after a new event until they are asked for. */
  #changes: readonly PhaseChange[] | null = null;

  constructor(startedUs: number) {
    this.#startedUs = startedUs;
  }

  /** False when the event is already known. */
  push(event: SessionEvent): boolean {
    if (this.#seen.has(event.id)) return false;
    this.#seen.add(event.id);
    const last = this.#events[this.#events.length - 1];
    if (last !== undefined && compareEvents(last, event) > 0) this.#sorted = false;
    this.#events.push(event);
    this.#changes = null;
    return true;
  }

  get count(): number {
    return this.#events.length;
  }

  get ordered(): readonly SessionEvent[] {
    if (!this.#sorted) this.#events = this.#events.sort(compareEvents);
    this.#sorted = true;
    return this.#events;
  }

  phaseAt(timeUs: number): SessionPhase {
    let phase = FIRST_PHASE;
    for (const change of this.#phaseChanges()) {
      if (change.atUs > timeUs) break;
      phase = change.phase;
    }
    return phase;
  }

  #phaseChanges(): readonly PhaseChange[] {
    if (this.#changes !== null) return this.#changes;
    const changes: PhaseChange[] = [];
    let phase = FIRST_PHASE;
    for (const event of this.ordered) {
      const next = phaseAfter(event, phase);
      if (next !== phase) changes.push({ atUs: event.atUs, phase: next });
      phase = next;
    }
    this.#changes = changes;
    return changes;
  }

  /** Whether `timeUs` belongs to an exercise phase: repetitions elsewhere are everyday movement. */
  isWork(timeUs: number): boolean {
    const phase = this.phaseAt(timeUs);
    return phase === 'work' || phase === 'warmUp';
  }

  workMinutes(untilUs: number): number {
    let phase = FIRST_PHASE;
    let fromUs = this.#startedUs;
    let workUs = 0;
    for (const change of this.#phaseChanges()) {
      if (change.atUs > untilUs) break;
      if (phase === 'work') workUs += Math.max(0, change.atUs - fromUs);
      fromUs = Math.max(this.#startedUs, change.atUs);
      phase = change.phase;
    }
    if (phase === 'work') workUs += Math.max(0, untilUs - fromUs);
    return workUs / 60_000_000;
  }

  /** When the questions before a session were behind: the gate passed, a phase of exercise or a set begun. Without any, its start. */
  exerciseFromUs(endedUs: number): number {
    const first = this.ordered.find(
      (event) => event.type === 'gatePassed' || event.type === 'setStarted' || (event.type === 'phase' && EXERCISE.has(event.phase)),
    );
    if (first !== undefined) return Math.min(endedUs, Math.max(this.#startedUs, first.atUs));
    return this.ordered.some((event) => event.type === 'phase') ? endedUs : this.#startedUs;
  }

  /** The set in progress or last begun; null before the first. */
  setAt(timeUs: number): { readonly index: number; readonly startedUs: number } | null {
    let set: { index: number; startedUs: number } | null = null;
    for (const event of this.ordered) {
      if (event.atUs > timeUs) break;
      if (event.type === 'setStarted') set = { index: event.setIndex, startedUs: event.atUs };
    }
    return set;
  }

  /** Pain, effort, TENS time and hand-counted repetitions of the whole session. */
  summary(endedUs: number): Pick<SessionSummary, 'pain' | 'rpeCr10' | 'tensS' | 'manualRepetitions'> {
    let pain = null as SessionSummary['pain'];
    let rpeCr10 = null as number | null;
    let manual = null as number | null;
    let tensUs = 0;
    const tensOnUs = new Map<string, number>();
    for (const event of this.ordered) {
      if (event.type === 'pain') {
        pain = { first: pain?.first ?? event.painNrs, max: Math.max(pain?.max ?? 0, event.painNrs), last: event.painNrs };
      } else if (event.type === 'rpe') {
        rpeCr10 = event.rpeCr10;
      } else if (event.type === 'setEnded' && event.manualRepetitions !== null) {
        manual = (manual ?? 0) + event.manualRepetitions;
      } else if (event.type === 'tensOn') {
        if (!tensOnUs.has(event.stimulationId)) tensOnUs.set(event.stimulationId, event.atUs);
      } else if (event.type === 'tensOff') {
        tensUs += event.atUs - (tensOnUs.get(event.stimulationId) ?? event.atUs);
        tensOnUs.delete(event.stimulationId);
      }
    }
    for (const onUs of tensOnUs.values()) tensUs += Math.max(0, endedUs - onUs);
    return { pain, rpeCr10, tensS: tensUs / 1e6, manualRepetitions: manual };
  }
}

function phaseAfter(event: SessionEvent, phase: SessionPhase): SessionPhase {
  if (event.type === 'phase') return event.phase;
  return event.type === 'setStarted' ? 'work' : phase;
}

function compareEvents(a: SessionEvent, b: SessionEvent): number {
  return a.atUs - b.atUs || (a.id < b.id ? -1 : Number(a.id > b.id));
}
