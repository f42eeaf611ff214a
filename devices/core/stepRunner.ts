import type { Answers } from './answers.ts';
import { DeviceError, toDeviceError } from './errors.ts';
import type { OptionValues } from './options.ts';
import { type Answer, bytesOfStep, type ReadStep, type Step, type WriteStep } from './step.ts';

/** What steps are done with. */
export interface StepDeps {
  readonly options: OptionValues;
  readonly answers: Answers;
  readonly write: (step: WriteStep, bytes: Uint8Array) => Promise<void>;
  readonly read: (step: ReadStep) => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
  /** An optional step failed. */
  readonly notice: (error: DeviceError) => void;
}

async function writeAndHear(step: WriteStep, answer: Answer, deps: StepDeps): Promise<void> {
  const heard = deps.answers.expect(answer);
  // Its failure is told by the await below, or by the write's own.
  heard.catch(() => undefined);
  await deps.write(step, bytesOfStep(step, deps.options)).catch((error: unknown) => {
    const mapped = toDeviceError(error, 'write');
    deps.answers.fail(mapped);
    throw mapped;
  });
  const bytes = await heard;
  const refusal = answer.refusal?.(bytes, deps.options) ?? null;
  if (refusal !== null) throw new DeviceError(refusal.code, refusal.message);
}

async function runStep(step: Step, deps: StepDeps): Promise<void> {
  if (step.type === 'wait') return deps.wait(step.ms);
  if (step.type === 'read') return deps.read(step);
  return step.answer === undefined ? deps.write(step, bytesOfStep(step, deps.options)) : writeAndHear(step, step.answer, deps);
}

/** Errors after which nothing further can be done on this link. */
const FINAL: readonly DeviceError['code'][] = ['disconnected', 'cancelled'];

/** Does the steps one after the other. Rejects with DeviceError when one fails that is not optional, or when the link is gone. */
export async function runSteps(steps: readonly Step[], deps: StepDeps): Promise<void> {
  const givenUp = new Set<string>();
  for (const step of steps) {
    if (step.option !== undefined && givenUp.has(step.option)) continue;
    try {
      await runStep(step, deps);
    } catch (error) {
      const mapped = toDeviceError(error, step.type);
      if (!step.optional || FINAL.includes(mapped.code)) throw mapped;
      if (step.option !== undefined) givenUp.add(step.option);
      deps.notice(mapped);
    }
  }
}
