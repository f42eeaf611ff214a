// Runs after `vite build`: bundles the service worker and writes the list of the app's files into it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { injectManifest } from '@serwist/build';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const out = process.env.WEB_OUT_DIR ?? join(root, 'dist', 'web');
const bundled = 'serviceWorker.bundle.js';

await build({
  configFile: false,
  root: join(root, 'web'),
  publicDir: false,
  logLevel: 'warn',
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  build: {
    outDir: out,
    emptyOutDir: false,
    target: 'es2023',
    lib: { entry: join(root, 'web', 'serviceWorker.ts'), formats: ['es'], fileName: () => bundled },
  },
});

const { count, size, warnings } = await injectManifest({
  swSrc: join(out, bundled),
  swDest: join(out, 'serviceWorker.js'),
  globDirectory: out,
  // woff2 only: every browser that runs the app reads it.
  globPatterns: ['index.html', 'layers.css', 'manifest.webmanifest', 'icons/*', 'assets/**/*.{js,css,woff2,svg,png}'],
  globIgnores: ['**/*.map', bundled, 'serviceWorker.js'],
  // Vite names these by their content.
  dontCacheBustURLsMatching: /^assets\//,
  maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
});
await rm(join(out, bundled));
for (const warning of warnings) console.warn(warning);
if (count < 5) throw new Error(`Only ${count} files to keep offline: run vite build first.`);
console.log(`Service worker keeps ${count} files, ${(size / 1024).toFixed(0)} KB, for use without network.`);
