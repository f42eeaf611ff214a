import { readFile } from 'node:fs/promises';
import type { Io } from '#server/cli/analyze/io.ts';

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command with files given as text; anything else is read from disk. */
export async function runCommand(
  command: (args: readonly string[], io: Io) => Promise<number>,
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Run> {
  let stdout = '';
  let stderr = '';
  const code = await command(args, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    readFile: async (path) => (Object.hasOwn(files, path) ? new TextEncoder().encode(files[path]) : new Uint8Array(await readFile(path))),
    writeFile: async () => {},
  });
  return { code, stdout, stderr };
}
