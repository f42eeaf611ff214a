import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SessionEvent } from '#shared/schema/event.ts';
import { type Action, type EventDraft, type MachineState, reduce, startMachine } from '#web/live/machine.ts';
import { newId } from '#web/store/ids.ts';

function walk(actions: readonly Action[], from: MachineState = startMachine(2)): { state: MachineState; events: EventDraft[] } {
  const events: EventDraft[] = [];
  let state = from;
  for (const action of actions) {
    const next = reduce(state, action);
    state = next.state;
    events.push(...next.events);
  }
  return { state, events };
}

const toWork: readonly Action[] = [
  { type: 'sensorsReady', usesAngle: true },
  { type: 'gatePassed' },
  { type: 'heldStill' },
  { type: 'zeroed' },
];

describe('session machine', () => {
  it('notes a pulse that was counted, while the session is open', () => {
    const { events } = walk([
      ...toWork,
      { type: 'pulse', heartRateBpm: 92 },
      { type: 'finish' },
      { type: 'answered' },
      { type: 'pulse', heartRateBpm: 80 },
    ]);
    expect(events.filter((event) => event.type === 'heartRateManual')).toEqual([{ type: 'heartRateManual', heartRateBpm: 92 }]);
    expect(SessionEvent.safeParse({ ...events.find((event) => event.type === 'heartRateManual'), id: newId(), atUs: 1 }).success).toBe(
      true,
    );
  });

  it('walks from the sensors to done and tells every step to the record', () => {
    const { state, events } = walk([
      ...toWork,
      { type: 'manualRepetition', change: 1 },
      { type: 'manualRepetition', change: 1 },
      { type: 'pain', painNrs: 4 },
      { type: 'rest' },
      { type: 'nextSet' },
      { type: 'coolDown' },
      { type: 'finish' },
      { type: 'rpe', rpeCr10: 3 },
      { type: 'answered' },
    ]);
    expect(state).toMatchObject({ step: 'done', outcome: 'done', setIndex: 1, painNrs: 4, rpeCr10: 3 });
    expect(events).toEqual([
      { type: 'phase', phase: 'gate' },
      { type: 'gatePassed' },
      { type: 'phase', phase: 'warmUp' },
      { type: 'zeroPose' },
      { type: 'phase', phase: 'work' },
      { type: 'setStarted', setIndex: 0 },
      { type: 'pain', painNrs: 4 },
      { type: 'setEnded', setIndex: 0, manualRepetitions: 2 },
      { type: 'phase', phase: 'rest' },
      { type: 'phase', phase: 'work' },
      { type: 'setStarted', setIndex: 1 },
      { type: 'setEnded', setIndex: 1, manualRepetitions: null },
      { type: 'phase', phase: 'coolDown' },
      { type: 'phase', phase: 'done' },
      { type: 'rpe', rpeCr10: 3 },
    ]);
  });

  it('goes straight from the gate to work without a motion sensor', () => {
    const { state, events } = walk([{ type: 'sensorsReady', usesAngle: false }, { type: 'gatePassed' }]);
    expect(state.step).toBe('work');
    expect(events.map((event) => event.type)).toEqual(['phase', 'gatePassed', 'phase', 'setStarted']);
  });

  it('lets a red flag end the session from every step, the gate included', () => {
    const redFlag: Action = { type: 'redFlag', symptoms: ['chestPain'] };
    for (let length = 1; length <= toWork.length; length++) {
      const { state, events } = walk([...toWork.slice(0, length), redFlag]);
      expect(state).toMatchObject({ step: 'emergency', outcome: 'emergency' });
      expect(events.at(-1)).toEqual({ type: 'phase', phase: 'emergency' });
      expect(events).toContainEqual({ type: 'redFlag', symptoms: ['chestPain'] });
    }
    const running = walk([...toWork, redFlag]);
    expect(running.events).toContainEqual({ type: 'setEnded', setIndex: 0, manualRepetitions: null });
  });

  it('ends without questions when a person is unwell today or the engine blocks', () => {
    const gate: readonly Action[] = [{ type: 'sensorsReady', usesAngle: true }];
    const told = walk([...gate, { type: 'unwellToday', doctor: ['saddleNumbness'], illness: ['fever'] }]);
    expect(told.state).toMatchObject({ step: 'notToday', outcome: 'stopped' });
    expect(told.events.slice(1)).toEqual([
      { type: 'doctorToday', symptoms: ['saddleNumbness'] },
      { type: 'illness', signs: ['fever'] },
      { type: 'phase', phase: 'stopped' },
    ]);
    expect(walk([...gate, { type: 'unwellToday', doctor: [], illness: [] }]).state.step).toBe('gate');
    const blocked = walk([...toWork, { type: 'blocked' }, { type: 'blocked' }]);
    expect(blocked.state.step).toBe('notToday');
    expect(blocked.events.slice(-2).map(({ type }) => type)).toEqual(['setEnded', 'phase']);
  });

  it('stops on request and still asks the questions', () => {
    const { state } = walk([...toWork, { type: 'stop' }]);
    expect(state).toMatchObject({ step: 'questions', outcome: 'stopped' });
    expect(walk([{ type: 'answered' }], state).state.step).toBe('stopped');
  });

  it('ignores double taps', () => {
    const once = walk([...toWork, { type: 'rest' }]);
    const twice = walk([...toWork, { type: 'rest' }, { type: 'rest' }, { type: 'zeroed' }, { type: 'gatePassed' }]);
    expect(twice).toEqual(once);
  });

  it('keeps its promises on any sequence of taps', () => {
    const action = fc.oneof(
      fc.constantFrom<Action>(
        ...toWork,
        { type: 'skipZero' },
        { type: 'rest' },
        { type: 'nextSet' },
        { type: 'coolDown' },
        { type: 'finish' },
        { type: 'stop' },
        { type: 'answered' },
        { type: 'manualRepetition', change: 1 },
        { type: 'manualRepetition', change: -1 },
        { type: 'redFlag', symptoms: ['fainting'] },
        { type: 'redFlag', symptoms: [] },
        { type: 'unwellToday', doctor: [], illness: ['acuteIllness'] },
        { type: 'blocked' },
      ),
      fc.integer({ min: 0, max: 10 }).map((painNrs): Action => ({ type: 'pain', painNrs })),
    );
    let walked = 0;
    fc.assert(
      fc.property(fc.nat({ max: toWork.length }), fc.array(action, { maxLength: 60 }), (ahead, actions) => {
        const { state, events } = walk([...toWork.slice(0, ahead), ...actions]);
        for (const event of events) expect(SessionEvent.safeParse({ ...event, id: newId(), atUs: 1 }).success).toBe(true);
        let open = 0;
        let ends = 0;
        for (const event of events) {
          if (event.type === 'setStarted') expect(open++).toBe(0);
          if (event.type === 'setEnded') expect(open--).toBe(1);
          if (event.type === 'phase' && ['done', 'stopped', 'emergency'].includes(event.phase)) ends++;
        }
        expect(ends).toBe(state.outcome === null ? 0 : 1);
        if (state.outcome !== null) expect(open).toBe(0);
        walked += events.length;
      }),
    );
    expect(walked).toBeGreaterThan(100);
  });
});
