import { hrvTimeDomain } from '#shared/cardio/hrv.ts';
import { correctRrArtefacts, countRrArtefacts } from '#shared/cardio/rrLipponen.ts';
import { readArguments } from './arguments.ts';
import { readText } from './csv.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io, type Outcome, refuse } from './io.ts';

/** Outside this a number is not an interval between heart beats in ms: seconds, 1/1024 s or a gap. */
const MIN_RR_MS = 150;
const MAX_RR_MS = 5000;

const DEFINITIONS = {
  sdnnMs: 'standard deviation, ddof 1',
  rmssdMs: 'mean over n - 1 differences',
  pnn50Pct: 'differences > 50 ms over n - 1',
  pnn50OverBeatsPct: 'differences > 50 ms over n',
  artefacts: 'Lipponen & Tarvainen 2019: c1 0.13, c2 0.17, alpha 5.2, window 91, median 11; indices count beats from 0',
};

/** `analyze rr`: one RR interval in ms per line (a header rr_ms is allowed) -> time-domain HRV as recorded and corrected. */
export async function analyzeRr(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number = EXIT_USAGE): number => {
    io.stderr(`analyze rr: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: ['rr'] });
  if (!parsed.ok) return fail(parsed.problem);
  const file = parsed.value.options.get('rr');
  if (file === undefined) return fail('--rr FILE is needed');
  const text = await readText(io, file);
  if (!text.ok) return fail(text.problem, EXIT_REFUSED);
  const rr = parseRrMs(text.value, file);
  if (!rr.ok) return fail(rr.problem, EXIT_REFUSED);

  const beatsMs = beatsOf(rr.value);
  const { artefacts, beatsMs: corrected } = correctRrArtefacts(beatsMs);
  const report = {
    file,
    intervalCount: rr.value.length,
    durationS: rr.value.reduce((sum, value) => sum + value, 0) / 1000,
    recorded: hrvTimeDomain(rr.value),
    corrected: hrvTimeDomain(intervalsOf(corrected)),
    artefacts: { ...artefacts, pct: (100 * countRrArtefacts(artefacts)) / beatsMs.length },
    definitions: DEFINITIONS,
  };
  io.stdout(`${JSON.stringify(report, null, 2)}\n`);
  return EXIT_OK;
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
