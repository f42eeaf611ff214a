import { DFA_MAX_ARTEFACT_PCT, dfaAlpha1 } from '#shared/cardio/dfaAlpha1.ts';
import { hrvTimeDomain, MIN_HRV_INTERVALS } from '#shared/cardio/hrv.ts';
import { correctRrArtefacts, countRrArtefacts } from '#shared/cardio/rrLipponen.ts';
import { numberOption, readArguments } from './arguments.ts';
import { readText } from './csv.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io, type Outcome, refuse } from './io.ts';

/** Outside this a number is not an interval between heart beats in ms: seconds, 1/1024 s or a gap. */
const MIN_RR_MS = 150;
const MAX_RR_MS = 5000;

/** Weeks of beats. */
const MAX_INTERVALS = 10_000_000;

const DEFINITIONS = {
  sdnnMs: 'standard deviation, ddof 1',
  rmssdMs: 'mean over n - 1 differences',
  pnn50Pct: 'differences > 50 ms over n - 1',
  pnn50OverBeatsPct: 'differences > 50 ms over n',
  sdsdMs: 'standard deviation of the differences, ddof 1',
  dfaAlpha1: `windows 4-16 beats; for display only; null above ${DFA_MAX_ARTEFACT_PCT} % artefacts; the one to use is of the corrected intervals`,
  artefacts: 'Lipponen & Tarvainen 2019: c1 0.13, c2 0.17, alpha 5.2, window 91, median 11; indices count beats from 0',
};

/** `analyze rr`: one RR interval in ms per line (a header rr_ms is allowed) -> HRV as recorded and corrected; --first N takes the first N only. */
export async function analyzeRr(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number = EXIT_USAGE): number => {
    io.stderr(`analyze rr: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: ['rr', 'first'] });
  if (!parsed.ok) return fail(parsed.problem);
  const file = parsed.value.options.get('rr');
  if (file === undefined) return fail('--rr FILE is needed');
  const first = numberOption(parsed.value, 'first', MAX_INTERVALS, 1, MAX_INTERVALS);
  if (!first.ok) return fail(first.problem);
  const text = await readText(io, file);
  if (!text.ok) return fail(text.problem, EXIT_REFUSED);
  const rr = parseRrMs(text.value, file);
  if (!rr.ok) return fail(rr.problem, EXIT_REFUSED);

  const recorded = rr.value.slice(0, Math.floor(first.value));
  const beatsMs = beatsOf(recorded);
  const { artefacts, beatsMs: correctedMs } = correctRrArtefacts(beatsMs);
  const corrected = intervalsOf(correctedMs);
  const artefactPct = (100 * countRrArtefacts(artefacts)) / beatsMs.length;
  const report = {
    file,
    intervalCount: recorded.length,
    durationS: recorded.reduce((sum, value) => sum + value, 0) / 1000,
    recorded: hrvTimeDomain(recorded),
    corrected: hrvTimeDomain(corrected),
    artefacts: { ...artefacts, pct: artefactPct },
    missing: Object.fromEntries(Object.entries({ recorded, corrected }).flatMap(([name, rrMs]) => missingHrv(name, rrMs.length))),
    dfaAlpha1: { recorded: dfaOf(recorded, artefactPct), corrected: dfaOf(corrected, artefactPct) },
    definitions: DEFINITIONS,
  };
  io.stdout(`${JSON.stringify(report, null, 2)}\n`);
  return EXIT_OK;
}

function missingHrv(name: string, intervals: number): [string, string][] {
  return intervals < MIN_HRV_INTERVALS ? [[name, `${intervals} intervals; ${MIN_HRV_INTERVALS} are needed`]] : [];
}

/** Both ways to lay the windows, each with its reason when there is none. */
function dfaOf(rrMs: readonly number[], artefactPct: number) {
  return { sideBySide: dfaAlpha1(rrMs, { artefactPct, overlap: 'none' }), halfOverlap: dfaAlpha1(rrMs, { artefactPct, overlap: 'half' }) };
}

function parseRrMs(text: string, file: string): Outcome<number[]> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) return refuse(`${file}: line 1: the file is empty`);
  const header = lines[0].trim();
  const first = /^[A-Za-z_]/.test(header) && header !== 'NaN' ? 1 : 0;
  if (first === 1 && header !== 'rr_ms') {
    const why = /^rr_/.test(header) ? 'wrong unit' : 'unknown column';
    return refuse(`${file}: line 1, column 1 (${header}): ${why}; this command reads rr_ms`);
  }
  if (lines.length === first) return refuse(`${file}: line 2: no rows after the header`);
  const values: number[] = [];
  for (let i = first; i < lines.length; i++) {
    const cell = lines[i].trim();
    const value = cell === '' ? Number.NaN : Number(cell);
    const place = `${file}: line ${i + 1}, column 1 (rr_ms)`;
    if (!Number.isFinite(value)) return refuse(`${place}: ${cell === '' ? 'empty' : `"${cell}"`} is not a number`);
    if (value < MIN_RR_MS || value > MAX_RR_MS) {
      return refuse(
        `${place}: ${cell} is not an RR interval in ms (${MIN_RR_MS} to ${MAX_RR_MS}); check the unit, and split the file at gaps`,
      );
    }
    values.push(value);
  }
  return { ok: true, value: values };
}

/** Times of the beats in whole ms, from 0. */
function beatsOf(rrMs: readonly number[]): number[] {
  const beats = [0];
  let atMs = 0;
  for (const rr of rrMs) {
    atMs += rr;
    beats.push(Math.round(atMs));
  }
  return beats;
}

function intervalsOf(beatsMs: readonly number[]): number[] {
  return beatsMs.slice(1).map((beat, i) => beat - beatsMs[i]);
}
