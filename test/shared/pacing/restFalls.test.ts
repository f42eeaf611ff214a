import { expect, it } from 'vitest';
import { recoveryHistoryOf, sessionFall60s } from '#shared/pacing/restFalls.ts';
import type { SessionPhase } from '#shared/schema/event.ts';

const SECOND = 1_000_000;
/** Work at 130 until 300 s, then down by 1 bpm per second to 90; one value per 5 s, each at the end of its step. */
const bpmAt = (s: number) => (s <= 300 ? 130 : Math.max(90, 130 - (s - 300)));
const series = (lost: readonly number[] = []) => ({
  fromUs: 0,
  stepUs: 5 * SECOND,
  bpm: Array.from({ length: 100 }, (_, i) => (lost.includes((i + 1) * 5) ? null : bpmAt((i + 1) * 5))),
});
const phases = (...all: readonly [number, SessionPhase][]) => all.map(([s, phase]) => ({ atUs: s * SECOND, phase }));

it('is the fall from the end of the set to 60 s of rest', () => {
  expect(sessionFall60s(series(), phases([10, 'work'], [300, 'rest'], [420, 'work']))).toBe(40);
  // The set ends at 280 s: 60 s later heart rate has come down by 40 - 20.
  expect(sessionFall60s(series(), phases([10, 'work'], [260, 'rest'], [400, 'work']))).toBe(20);
});

it('is the median of several rests, and none where a rest was too short, heart rate was lost or nothing was done before', () => {
  expect(sessionFall60s(series(), phases([10, 'work'], [100, 'rest'], [200, 'work'], [300, 'rest'], [420, 'done']))).toBe(20);
  expect(sessionFall60s(series(), phases([10, 'work'], [300, 'rest'], [355, 'work']))).toBeNull();
  expect(sessionFall60s(series([360]), phases([10, 'work'], [300, 'rest'], [420, 'work']))).toBeNull();
  expect(sessionFall60s(series([300]), phases([10, 'work'], [300, 'rest'], [420, 'work']))).toBeNull();
  expect(sessionFall60s(series(), phases([10, 'gate'], [300, 'rest']))).toBeNull();
  expect(sessionFall60s(series(), phases([10, 'work'], [460, 'rest']))).toBeNull();
  expect(sessionFall60s(null, phases([10, 'work'], [300, 'rest']))).toBeNull();
});

it('the usual fall is of the same exercise, its newest 20 sessions, with their median absolute deviation', () => {
  const of = (exerciseId: string, ...falls: readonly number[]) => falls.map((fall60sBpm) => ({ exerciseId, fall60sBpm }));
  const own = of('kneeBend', 30, 26, 34, 28, 40);
  expect(recoveryHistoryOf([...own, ...of('walking', 5, 6)], 'kneeBend')).toEqual({ fall60sMedianBpm: 30, fall60sMadBpm: 4, sessions: 5 });
  expect(recoveryHistoryOf(own, 'squat')).toBeNull();
  const many = [...of('squat', ...Array.from({ length: 20 }, () => 20)), ...of('squat', 90, 90, 90)];
  expect(recoveryHistoryOf(many, 'squat')).toEqual({ fall60sMedianBpm: 20, fall60sMadBpm: 0, sessions: 20 });
});
