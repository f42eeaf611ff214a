import type { WalkingBout } from '#shared/motion/stepBouts.ts';
import { StepCounter } from '#shared/motion/steps.ts';
import { accOptions, readAcceleration } from './accTable.ts';
import { readArguments } from './arguments.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io } from './io.ts';

/** `analyze steps`: acceleration, worn anywhere -> steps, walking bouts and cadence as JSON. */
export async function analyzeSteps(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number = EXIT_USAGE): number => {
    io.stderr(`analyze steps: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: ['acc', 'unit', 'rate-hz'] });
  if (!parsed.ok) return fail(parsed.problem);
  const file = parsed.value.options.get('acc');
  if (file === undefined) return fail('--acc FILE is needed');
  const options = accOptions(parsed.value);
  if (!options.ok) return fail(options.problem);
  const acceleration = await readAcceleration(io, file, options.value);
  if (!acceleration.ok) return fail(acceleration.problem, EXIT_REFUSED);

  const { timeUs, axes, unit, timeFrom } = acceleration.value;
  const [x, y, z] = axes;
  const bouts: WalkingBout[] = [];
  const counter = new StepCounter((bout) => bouts.push(bout));
  for (let i = 0; i < timeUs.length; i++) counter.push(timeUs[i], x[i], y[i], z[i]);
  counter.finish();
  const walkingS = bouts.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0) / 1e6;
  const report = {
    file,
    unit,
    timeFrom,
    durationS: (timeUs[timeUs.length - 1] - timeUs[0]) / 1e6,
    steps: counter.stepCount,
    walkingS,
    cadencePerMin: walkingS === 0 ? null : (counter.stepCount * 60) / walkingS,
    bouts: bouts.map(({ startUs, endUs, steps, cadencePerMin }) => ({ startS: startUs / 1e6, endS: endUs / 1e6, steps, cadencePerMin })),
    definitions: {
      steps: 'integral of the step frequency over the time walked; walks of less than about 4 s and below 72 steps/min are not seen',
      cadencePerMin: 'steps per minute of the time walked',
    },
  };
  io.stdout(`${JSON.stringify(report, null, 2)}\n`);
  return EXIT_OK;
}
