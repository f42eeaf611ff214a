import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { Deps } from '#server/deps.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Files of the built web client, or null when it has not been built. Only files that were there at start are served, by exact name, so
 * no path can leave the folder.
 */
export function folderFiles(folder: string): Deps['staticFiles'] {
  let names: Set<string>;
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    names = new Set(files.map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')}`));
  } catch {
    return null;
  }
  if (!names.has('/index.html')) return null;
  const cached = new Map<string, Uint8Array>();
  return {
    async read(path) {
      if (!names.has(path)) return null;
      let body = cached.get(path);
      if (!body) {
        body = await readFile(join(folder, path));
        cached.set(path, body);
      }
      const contentType = TYPES[extname(path)] ?? 'application/octet-stream';
      /** Vite puts content hashes into the names of everything under /assets. */
      return { body, contentType, immutable: path.startsWith('/assets/') };
    },
  };
}
