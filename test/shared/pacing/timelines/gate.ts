import { event, pain, ticks } from '#test/shared/pacing/log.ts';
import type { Timeline } from './timeline.ts';

const gate = event(0, { type: 'phase', phase: 'gate' });
const resting = (second: number, heartRateBpm: number, lying: boolean) => event(second, { type: 'restingReading', heartRateBpm, lying });
const pressure = (second: number, systolicMmHg: number, diastolicMmHg: number) =>
  event(second, { type: 'bloodPressure', systolicMmHg, diastolicMmHg });

/** G2 to G4: what keeps a session from starting. */
export const gateTimelines: readonly Timeline[] = [
  {
    rule: 'G2',
    words: 'given a person at the gate, when the pulse at rest is 121, then no exercise before the PT has looked; 120 would have been fine',
    log: [gate, resting(10, 120, false), resting(40, 121, false)],
    told: ['G2 block 40'],
  },
  {
    rule: 'G2',
    words: 'given 104 while lying, when 102 is read five minutes later, still lying, then no exercise before the PT has looked',
    log: [gate, resting(10, 104, true), resting(200, 103, true), resting(310, 102, true)],
    told: ['G2 block 310'],
  },
  {
    rule: 'G2',
    words: 'given 104 while lying and 98 after that, when 104 comes again, then the five minutes begin anew and nothing is said',
    log: [gate, resting(10, 104, true), resting(200, 98, true), resting(310, 104, true)],
    told: [],
  },
  {
    rule: 'G3',
    words: 'given the questions before a session, when fever is told, then the exercise waits, and a calm pulse changes nothing',
    log: [gate, event(8, { type: 'illness', signs: ['fever'] }), ...ticks(9, 60, 70)],
    told: ['G3 block 8'],
  },
  {
    rule: 'G3',
    words: 'given a thermometer, when it says 38.2 degrees after 37.9, then the exercise waits',
    log: [gate, event(8, { type: 'temperature', temperatureC: 37.9 }), event(30, { type: 'temperature', temperatureC: 38.2 })],
    told: ['G3 block 30'],
  },
  {
    rule: 'G3',
    words: 'given 180/110, which is still allowed, when 181/100 is measured, then the exercise waits',
    log: [gate, pressure(8, 180, 110), pressure(60, 181, 100)],
    told: ['G3 block 60'],
  },
  {
    rule: 'G3',
    words: 'given nothing before it, when 190/115 is measured, both above, then the exercise waits',
    log: [gate, pressure(8, 190, 115)],
    told: ['G3 block 8'],
  },
  {
    rule: 'G4',
    words: 'given the questions before a session, when numbness of the saddle is told, then a doctor today, and pain 9 says nothing more',
    log: [gate, event(12, { type: 'doctorToday', symptoms: ['saddleNumbness', 'progressiveWeakness'] }), pain(20, 9)],
    told: ['G4 block 12'],
  },
];
