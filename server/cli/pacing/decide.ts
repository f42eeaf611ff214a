import { readArguments } from '#server/cli/analyze/arguments.ts';
import { EXIT_OK, EXIT_REFUSED, EXIT_USAGE, type Io } from '#server/cli/analyze/io.ts';
import { configHash } from '#shared/pacing/config.ts';
import { ENGINE_VERSION } from '#shared/pacing/version.ts';
import { PACING_OPTIONS, type PacingRequest, readRequest } from './input.ts';
import { type PacingAnswer, runPacing } from './run.ts';
import { dayText, lineOf } from './text.ts';

/** `pacing decide`: the whole log -> what holds today and every decision, as JSON or with --text as lines. */
export async function pacingDecide(args: readonly string[], io: Io): Promise<number> {
  const fail = (problem: string, code: number): number => {
    io.stderr(`pacing decide: ${problem}\n`);
    return code;
  };
  const parsed = readArguments(args, { options: PACING_OPTIONS, switches: ['text'] });
  if (!parsed.ok) return fail(parsed.problem, EXIT_USAGE);
  const request = await readRequest(io, parsed.value);
  if (!request.ok) return fail(request.problem, EXIT_REFUSED);
  const answer = runPacing(request.value);
  if (!answer.ok) return fail(`${parsed.value.options.get('log')}: ${answer.problem}`, EXIT_REFUSED);
  io.stdout(parsed.value.switches.has('text') ? asText(answer.value) : `${JSON.stringify(asJson(request.value, answer.value), null, 2)}\n`);
  return EXIT_OK;
}

function asJson({ config, now }: PacingRequest, { days, sessions }: PacingAnswer) {
  const today = days?.today;
  return {
    engineVersion: ENGINE_VERSION,
    configHash: configHash(config),
    now,
    today:
      today === undefined
        ? null
        : {
            ...{ localDay: today.localDay, state: today.state, colour: today.colour },
            ...{ quotaMinutes: today.quotaMinutes, doseMinutes: today.doseMinutes, engineDoseMinutes: today.engineDoseMinutes },
            proposal: today.proposal,
          },
    days:
      days === null
        ? []
        : days.days.map(({ localDay, state, colour, quotaMinutes, doseMinutes }) => ({
            localDay,
            state,
            colour,
            quotaMinutes,
            doseMinutes,
          })),
    dayDecisions: days?.decisions ?? [],
    sessions,
  };
}

function asText({ days, decisions }: PacingAnswer): string {
  return `${[...(days === null ? [] : [dayText(days.today), '']), ...decisions.map(lineOf)].join('\n')}\n`;
}
