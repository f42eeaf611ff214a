import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Io } from '#server/cli/analyze/io.ts';

export interface MemoryIo extends Io {
  readonly written: Map<string, string>;
  out: () => string;
  err: () => string;
}

/** Files from memory (gzip when the name says so), or from disk when the path is absolute. */
export function memoryIo(files: Readonly<Record<string, string>> = {}): MemoryIo {
  let out = '';
  let err = '';
  const written = new Map<string, string>();
  return {
    written,
    out: () => out,
    err: () => err,
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    readFile: async (path) => {
      if (Object.hasOwn(files, path)) return path.endsWith('.gz') ? gzipSync(files[path]) : new TextEncoder().encode(files[path]);
      return readFile(path);
    },
    writeFile: async (path, text) => {
      written.set(path, text);
    },
  };
}
