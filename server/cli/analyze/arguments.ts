import { type Outcome, refuse } from './io.ts';

/** What a command accepts: options with a value, and switches. */
export interface ArgumentSpec {
  readonly options: readonly string[];
  readonly switches?: readonly string[];
}

export interface Arguments {
  readonly options: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
}

/** Reads `--name value`, `--name=value` and `--switch`; anything else is refused by name. */
export function readArguments(args: readonly string[], spec: ArgumentSpec): Outcome<Arguments> {
  const options = new Map<string, string>();
  const switches = new Set<string>();
  for (let i = 0; i < args.length; i++) {
    const [flag = '', inline] = splitOnce(args[i] as string);
    const name = flag.slice(2);
    if (!flag.startsWith('--')) return refuse(`unexpected argument "${args[i]}"`);
    if (spec.switches?.includes(name) && inline === undefined) {
      switches.add(name);
    } else if (spec.options.includes(name)) {
      const value = inline ?? args[++i];
      if (value === undefined || value === '' || (inline === undefined && value.startsWith('--'))) return refuse(`--${name} needs a value`);
      if (options.has(name)) return refuse(`--${name} is given twice`);
      options.set(name, value);
    } else {
      const known = [...spec.options, ...(spec.switches ?? [])].map((word) => `--${word}`).join(', ');
      return refuse(`unknown option ${flag}; known are ${known}`);
    }
  }
  return { ok: true, value: { options, switches } };
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** A number within a range, or the default when the option is not given. */
export function numberOption(args: Arguments, name: string, fallback: number, min: number, max: number): Outcome<number> {
  const text = args.options.get(name);
  if (text === undefined) return { ok: true, value: fallback };
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max))
    return refuse(`--${name} must be a number from ${min} to ${max}, not "${text}"`);
  return { ok: true, value };
}

/** One of a closed set of words, or the first of them when the option is not given. */
export function wordOption<const T extends string>(args: Arguments, name: string, words: readonly [T, ...T[]]): Outcome<T> {
  const text = args.options.get(name);
  if (text === undefined) return { ok: true, value: words[0] };
  const word = words.find((candidate) => candidate === text);
  return word === undefined ? refuse(`--${name} must be ${words.join(' or ')}, not "${text}"`) : { ok: true, value: word };
}
