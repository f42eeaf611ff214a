import { defineConfig } from 'vite';

export default defineConfig({
  root: 'web',
  publicDir: 'public',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // The reader of files loads each format when it is needed, as the app does its pages.
  worker: { format: 'es' },
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2023', sourcemap: true },
  // Not all of '/api': the client's own modules live in web/api.
  server: {
    proxy: { '/api/v1': 'http://127.0.0.1:8787', '/api/openapi.json': 'http://127.0.0.1:8787', '/healthz': 'http://127.0.0.1:8787' },
  },
});
