import type { DoctorSymptom, IllnessSign, RedFlag, SessionEvent } from '#shared/schema/event.ts';

/**
 * The course of one session as a pure reducer: sensors -> gate -> hold still -> zero -> work <-> rest -> cool-down -> questions ->
 * done, with ways out to stopped, not today and emergency from everywhere. Each step of it is told to the record as events.
 */
export type Step =
  | 'sensors'
  | 'gate'
  | 'holdStill'
  | 'zero'
  | 'work'
  | 'rest'
  | 'coolDown'
  | 'questions'
  | 'done'
  | 'stopped'
  | 'notToday'
  | 'emergency';

export interface MachineState {
  readonly step: Step;
  /** The exercise has an angle and at least one motion sensor is bound: hold still and zero make sense. */
  readonly usesAngle: boolean;
  readonly plannedSets: number;
  readonly setIndex: number;
  /** Repetitions counted by hand in this set. */
  readonly manualRepetitions: number;
  readonly painNrs: number | null;
  readonly rpeCr10: number | null;
  /** How the recording ended; null while it runs. */
  readonly outcome: 'done' | 'stopped' | 'emergency' | null;
}

export type Action =
  /** `readings`: what was measured this morning, for the rules of the gate (G2, G3). */
  | { readonly type: 'sensorsReady'; readonly usesAngle: boolean; readonly readings?: readonly EventDraft[] }
  | { readonly type: 'gatePassed' }
  | { readonly type: 'redFlag'; readonly symptoms: readonly RedFlag[] }
  /** Told at the gate: a symptom for a doctor today (G4), fever or illness (G3). */
  | { readonly type: 'unwellToday'; readonly doctor: readonly DoctorSymptom[]; readonly illness: readonly IllnessSign[] }
  /** The engine says that there is no exercise today (kind `block`). */
  | { readonly type: 'blocked' }
  | { readonly type: 'heldStill' }
  | { readonly type: 'zeroed' }
  | { readonly type: 'skipZero' }
  | { readonly type: 'rest' }
  | { readonly type: 'nextSet' }
  | { readonly type: 'coolDown' }
  | { readonly type: 'manualRepetition'; readonly change: 1 | -1 }
  | { readonly type: 'pain'; readonly painNrs: number }
  | { readonly type: 'rpe'; readonly rpeCr10: number }
  /** Counted and typed in by the person, beats/min. */
  | { readonly type: 'pulse'; readonly heartRateBpm: number }
  | { readonly type: 'finish' }
  | { readonly type: 'stop' }
  | { readonly type: 'answered' };

/** An event before it gets its id and time. */
export type EventDraft = SessionEvent extends infer E ? (E extends SessionEvent ? Omit<E, 'id' | 'atUs'> : never) : never;

export interface Transition {
  readonly state: MachineState;
  readonly events: readonly EventDraft[];
}

/** Highest set index and repetition count that the event schema takes. */
const MAX_SET_INDEX = 50;
const MAX_MANUAL = 500;

export function startMachine(plannedSets: number): MachineState {
  return {
    step: 'sensors',
    usesAngle: false,
    plannedSets,
    setIndex: 0,
    manualRepetitions: 0,
    painNrs: null,
    rpeCr10: null,
    outcome: null,
  };
}

/** An action that does not fit the step changes nothing and records nothing: a double tap is harmless. */
export function reduce(state: MachineState, action: Action): Transition {
  const stay: Transition = { state, events: [] };
  switch (action.type) {
    case 'sensorsReady':
      if (state.step !== 'sensors') return stay;
      return to(state, { step: 'gate', usesAngle: action.usesAngle }, { type: 'phase', phase: 'gate' }, ...(action.readings ?? []));
    case 'gatePassed':
      if (state.step !== 'gate') return stay;
      if (!state.usesAngle) return beginSet(state, 0, [{ type: 'gatePassed' }]);
      return to(state, { step: 'holdStill' }, { type: 'gatePassed' }, { type: 'phase', phase: 'warmUp' });
    case 'redFlag':
      if (state.outcome !== null || action.symptoms.length === 0 || state.step === 'sensors') return stay;
      return to(
        state,
        { step: 'emergency', outcome: 'emergency' },
        { type: 'redFlag', symptoms: [...action.symptoms] },
        ...endOfSet(state),
        { type: 'phase', phase: 'emergency' },
      );
    case 'unwellToday': {
      if (state.outcome !== null || state.step === 'sensors') return stay;
      const events: EventDraft[] = [];
      if (action.doctor.length > 0) events.push({ type: 'doctorToday', symptoms: [...action.doctor] });
      if (action.illness.length > 0) events.push({ type: 'illness', signs: [...action.illness] });
      return events.length === 0 ? stay : notToday(state, events);
    }
    case 'blocked':
      return state.outcome !== null || state.step === 'sensors' ? stay : notToday(state, []);
    case 'heldStill':
      return state.step === 'holdStill' ? to(state, { step: 'zero' }) : stay;
    case 'zeroed':
      return state.step === 'zero' ? beginSet(state, 0, [{ type: 'zeroPose' }]) : stay;
    case 'skipZero':
      return state.step === 'holdStill' || state.step === 'zero' ? beginSet(state, 0, []) : stay;
    case 'rest':
      return state.step === 'work' ? to(state, { step: 'rest' }, ...endOfSet(state), { type: 'phase', phase: 'rest' }) : stay;
    case 'nextSet':
      if (state.step !== 'rest' && state.step !== 'coolDown') return stay;
      return beginSet(state, Math.min(state.setIndex + 1, MAX_SET_INDEX), []);
    case 'coolDown':
      if (state.step !== 'work' && state.step !== 'rest') return stay;
      return to(state, { step: 'coolDown' }, ...endOfSet(state), { type: 'phase', phase: 'coolDown' });
    case 'manualRepetition': {
      if (state.step !== 'work') return stay;
      const manualRepetitions = Math.min(Math.max(state.manualRepetitions + action.change, 0), MAX_MANUAL);
      return to(state, { manualRepetitions });
    }
    case 'pain':
      if (state.step === 'sensors' || isClosed(state)) return stay;
      return to(state, { painNrs: action.painNrs }, { type: 'pain', painNrs: action.painNrs });
    case 'rpe':
      if (state.step === 'sensors' || isClosed(state)) return stay;
      return to(state, { rpeCr10: action.rpeCr10 }, { type: 'rpe', rpeCr10: action.rpeCr10 });
    case 'pulse':
      if (state.step === 'sensors' || isClosed(state)) return stay;
      return to(state, {}, { type: 'heartRateManual', heartRateBpm: action.heartRateBpm });
    case 'finish':
      return finish(state, 'done');
    case 'stop':
      return finish(state, 'stopped');
    case 'answered':
      return state.step === 'questions' ? to(state, { step: state.outcome ?? 'done' }) : stay;
  }
}

/** Nothing more is asked: the session can be completed. */
export function isClosed(state: MachineState): boolean {
  return state.step === 'done' || state.step === 'stopped' || state.step === 'notToday' || state.step === 'emergency';
}

function to(state: MachineState, change: Partial<MachineState>, ...events: EventDraft[]): Transition {
  return { state: { ...state, ...change }, events };
}

function beginSet(state: MachineState, setIndex: number, before: readonly EventDraft[]): Transition {
  return to(
    state,
    { step: 'work', setIndex, manualRepetitions: 0 },
    ...before,
    { type: 'phase', phase: 'work' },
    { type: 'setStarted', setIndex },
  );
}

/** Closes a running set; repetitions by hand are null where nobody counted, never zero. */
function endOfSet(state: MachineState): EventDraft[] {
  if (state.step !== 'work') return [];
  const manualRepetitions = state.manualRepetitions > 0 ? state.manualRepetitions : null;
  return [{ type: 'setEnded', setIndex: state.setIndex, manualRepetitions }];
}

/** Nothing is asked afterwards: who is unwell has answered enough. */
function notToday(state: MachineState, told: readonly EventDraft[]): Transition {
  return to(state, { step: 'notToday', outcome: 'stopped' }, ...told, ...endOfSet(state), { type: 'phase', phase: 'stopped' });
}

function finish(state: MachineState, outcome: 'done' | 'stopped'): Transition {
  if (state.outcome !== null || state.step === 'sensors') return { state, events: [] };
  return to(state, { step: 'questions', outcome }, ...endOfSet(state), { type: 'phase', phase: outcome });
}
