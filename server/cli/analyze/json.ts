import type { z } from 'zod';
import { readText } from './csv.ts';
import { type Io, type Outcome, refuse } from './io.ts';

/** A JSON file of a known shape. Refusals name the file and the line or the field; `hint` is added where a field is unknown. */
export async function readJson<T extends z.ZodType>(io: Io, file: string, schema: T, hint = ''): Promise<Outcome<z.infer<T>>> {
  const text = await readText(io, file);
  if (!text.ok) return text;
  let json: unknown;
  try {
    json = JSON.parse(text.value);
  } catch (error) {
    return refuse(`${file}: ${lineOfError(text.value, error)}not JSON`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const field = issue.path.join('.');
  const known = issue.code === 'unrecognized_keys' ? hint : '';
  return refuse(`${file}: ${field === '' ? '' : `field ${field}: `}${issue.message}${known}`);
}

/** V8 says where JSON went wrong as a position in the text. */
function lineOfError(text: string, error: unknown): string {
  const position = /position (\d+)/.exec(String(error))?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: `;
}
