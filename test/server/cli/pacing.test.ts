import { describe, expect, it } from 'vitest';
import { runPacingCommand } from '#server/cli/pacing/index.ts';
import { profileOf } from '#test/shared/pacing/days/diary.ts';
import { dayTimelines } from '#test/shared/pacing/days/timelines.ts';
import { pacingSetup, pain } from '#test/shared/pacing/log.ts';
import { memoryIo } from './memoryIo.ts';

const week = dayTimelines.find(({ rule }) => rule === 'A4');
/** Up to the second amber morning in a row. */
const events = (week?.log ?? []).filter(({ localDay }) => localDay <= '2026-03-12');
const session = { ...pacingSetup(), events: [pain(0, 2), pain(60, 8)], ticks: [] };
const files = (more: Record<string, unknown> = {}) =>
  Object.fromEntries(
    Object.entries({ 'log.json': { events, sessions: [session] }, 'p.json': profileOf(week?.profile), ...more }).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

async function run(line: string, more: Record<string, unknown> = {}) {
  const io = memoryIo(files(more));
  const code = await runPacingCommand(line.split(' '), io);
  return { code, out: io.out(), err: io.err() };
}
const INPUTS = '--log log.json --profile p.json';

describe('evenpace pacing decide', () => {
  it('gives what holds today, the decisions across days and those of each session', async () => {
    const { code, out } = await run(`decide ${INPUTS}`);
    expect(code).toBe(0);
    const answer = JSON.parse(out);
    expect(answer.today).toMatchObject({ state: 'quota', quotaMinutes: 20 });
    expect(answer.today.doseMinutes).toBeLessThan(20);
    expect(answer.dayDecisions.map(({ ruleIds }: { ruleIds: string[] }) => ruleIds[0])).toContain('A4');
    expect(answer.sessions).toEqual([
      { sessionId: session.sessionId, decisions: [expect.objectContaining({ ruleIds: ['L8'], kind: 'stop' })] },
    ]);
    expect(answer.configHash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is read by people with --text', async () => {
    const { out } = await run(`decide ${INPUTS} --text`);
    expect(out.split('\n')[0]).toMatch(/^\d{4}-\d\d-\d\d: quota, morning \w+, quota 20 min, today \d+ min$/);
    expect(out).toContain('L8 stop  Pain 8 NRS, 2 at the start');
  });

  it('follows a configuration, and a patient laid over a clinic', async () => {
    const l8 = (severeNrs: number) => ({ version: 1, parameters: { L8: { severeNrs } } });
    const kinds = async (config: unknown) => {
      const { code, out, err } = await run(`decide ${INPUTS} --config c.json`, { 'c.json': config });
      expect(err).toBe('');
      expect(code).toBe(0);
      return JSON.parse(out).sessions[0].decisions.map(({ kind }: { kind: string }) => kind);
    };
    expect(await kinds(l8(9))).toEqual(['ease']);
    expect(await kinds({ clinic: l8(9), patient: l8(7) })).toEqual(['stop']);
  });
});

describe('evenpace pacing explain', () => {
  it('says rule, condition, facts, what would have flipped it and the source of one decision', async () => {
    const id = `${session.sessionId}:L8:${session.events[1].atUs}:stop`;
    const { out } = await run(`explain ${INPUTS} --decision ${id}`);
    const [{ decision, rule }] = JSON.parse(out);
    expect(decision.id).toBe(id);
    expect(rule.condition).toContain('one answer of 8 NRS or more');
    const text = (await run(`explain ${INPUTS} --decision ${id} --text`)).out;
    expect(text).toContain('fact            painNrs = 8 NRS (ok, ');
    expect(text).toContain('otherwise       With pain at 7 or less the training would not have ended here.');
  });

  it('explains all of them without --decision, and says when there is no such decision', async () => {
    const all = JSON.parse((await run(`explain ${INPUTS}`)).out);
    const decided = JSON.parse((await run(`decide ${INPUTS}`)).out);
    expect(all).toHaveLength(decided.dayDecisions.length + 1);
    const none = await run(`explain ${INPUTS} --decision L1`);
    expect(none.code).toBe(1);
    expect(none.err).toContain('there is no decision L1');
  });
});

describe('evenpace pacing refuses', () => {
  const refused = async (line: string, more: Record<string, unknown> = {}) => {
    const { code, out, err } = await run(line, more);
    expect(code).not.toBe(0);
    expect(out).toBe('');
    return err;
  };

  it('input that is not there or is no JSON, by file and line', async () => {
    expect(await refused('decide --log log.json')).toBe('pacing decide: --log FILE and --profile FILE are needed\n');
    expect(await refused('decide --log none.json --profile p.json')).toContain('none.json: cannot be read');
    expect(await refused(`decide ${INPUTS}`, { 'log.json': '{\n  "events": [,]\n}' })).toMatch(/log\.json: .*not JSON/);
    expect(await refused(`decide ${INPUTS}`, { 'log.json': [] })).toContain('log.json: field events: there is none');
    expect(await refused('decid')).toContain('unknown command "decid"');
    expect(await refused(`decide ${INPUTS} --texts`)).toContain('unknown option --texts');
  });

  it('values out of range, by file and field', async () => {
    const wrong = { ...session, events: [{ ...session.events[0], painNrs: 11 }] };
    expect(await refused(`decide ${INPUTS}`, { 'log.json': { sessions: [wrong] } })).toMatch(
      /log\.json: field sessions\.0\.events\.0\.painNrs: /,
    );
    expect(await refused(`decide ${INPUTS}`, { 'log.json': [{ ...events[0], painNrs: -1 }] })).toMatch(
      /log\.json: field events\.0\.painNrs: /,
    );
    expect(await refused(`decide ${INPUTS}`, { 'p.json': { ...profileOf(), mode: 'fast' } })).toMatch(/p\.json: field mode: /);
    const early = { now: { atUs: events[0].atUs, localDay: events[0].localDay }, events };
    expect(await refused(`decide ${INPUTS}`, { 'log.json': early })).toMatch(
      /log\.json: event [0-9a-f-]+: field atUs: This time is in the future/,
    );
  });

  it('a configuration out of order, also of a patient over a clinic', async () => {
    const bad = { version: 1, parameters: { L4: { easePct: 12 } } };
    expect(await refused(`decide ${INPUTS} --config c.json`, { 'c.json': bad })).toMatch(
      /c\.json: field parameters\.L4\.easePct: .*out of order/,
    );
    const clinic = { version: 1, parameters: {} };
    expect(await refused(`decide ${INPUTS} --config c.json`, { 'c.json': { clinic, patient: bad } })).toMatch(
      /c\.json: field patient\.parameters\.L4\.easePct: .*out of order/,
    );
  });
});
