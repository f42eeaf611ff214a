import { describe, expect, it } from 'vitest';
import { pacingRules } from '#shared/pacing/index.ts';
import { suspendingDecision, suspendingReport } from '#shared/pacing/suspends.ts';
import { decisionsOf, event, pain } from './log.ts';

const doctor = event(30, { type: 'doctorToday', symptoms: ['bladderOrBowelChange'] });
const flag = event(40, { type: 'redFlag', symptoms: ['fainting', 'newConfusion'] });

describe('what suspends exercise until the PT clears it', () => {
  it('is G1 and G4, and nothing else', () => {
    expect(pacingRules.filter(({ suspends }) => suspends).map(({ id }) => id)).toEqual(['G1', 'G4']);
    expect(suspendingDecision(decisionsOf([pain(0, 9), event(5, { type: 'illness', signs: ['fever'] })]))).toBeUndefined();
  });

  it('is found among decisions and among bare events alike', () => {
    expect(suspendingDecision(decisionsOf([pain(0, 9), doctor]))?.ruleIds).toEqual(['G4']);
    expect(suspendingReport([pain(0, 9)])).toBeNull();
    expect(suspendingReport([pain(0, 9), doctor, flag])).toEqual({
      ruleId: 'G4',
      atUs: doctor.atUs,
      symptoms: ['bladder or bowel change'],
    });
    expect(suspendingReport([flag])?.symptoms).toEqual(['fainting', 'new confusion']);
  });
});
