import { parseArgs } from 'node:util';
import { POLICIES } from './policies/index.ts';
import { OBSERVATION } from './world.ts';

export interface Options {
  readonly seed: number;
  readonly worlds: number;
  readonly patients: number;
  /** Relative SD of the background readings. */
  readonly backgroundErrorSd: number;
  /** Ids of the policies beside the frontier. */
  readonly policies: readonly string[];
  /** Every option at its default: the run that docs/simulation.md shows. */
  readonly standard: boolean;
}

const USAGE = `npm run simulate -- [--quick] [--seed N] [--worlds N] [--patients N] [--background-error 0.2] [--policy NAME ...]
NAME is a part of one of: ${POLICIES.map(({ id }) => id).join(', ')}`;

/** Throws an Error that says what is wrong and how it is used. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      seed: { type: 'string' },
      worlds: { type: 'string' },
      patients: { type: 'string' },
      'background-error': { type: 'string' },
      policy: { type: 'string', multiple: true },
    },
  });
  const { quick } = values;
  const policies = (values.policy ?? ['']).flatMap((name) => {
    const found = POLICIES.filter(({ id }) => id.toLowerCase().includes(name.toLowerCase())).map(({ id }) => id);
    if (found.length === 0) throw new Error(`There is no policy ${name}.\n${USAGE}`);
    return found;
  });
  return {
    seed: number('seed', values.seed, 1, 0, 2 ** 31),
    worlds: number('worlds', values.worlds, quick ? 6 : 60, 0, 10_000),
    patients: number('patients', values.patients, quick ? 300 : 2000, 10, 1_000_000),
    backgroundErrorSd: number('background-error', values['background-error'], OBSERVATION.backgroundErrorSd, 0, 3, false),
    policies,
    standard: args.length === 0,
  };
}

function number(name: string, text: string | undefined, fallback: number, min: number, max: number, whole = true): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    throw new Error(`--${name} takes a ${whole ? 'whole ' : ''}number from ${min} to ${max}, not ${text}.\n${USAGE}`);
  }
  return value;
}
