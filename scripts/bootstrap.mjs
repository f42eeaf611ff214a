// Installs what is missing, so that a newcomer needs one command. Runs on whatever Node the machine has (18 or newer).
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The project's own Node 24, whatever the machine has. */
export const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** `npm ci` when node_modules is missing or older than the lockfile. */
export function ensurePackages() {
  // A linked node_modules belongs to another checkout, and `npm ci` would empty it there.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    if (existsSync(node)) return;
    fail('node_modules is a link and what it points to is not installed: install there, or remove the link.');
  }
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && existsSync(node) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stdout.write('Installing packages ...\n');
  const npm = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  if (run(npm[0], [...npm[1], 'ci', '--no-fund', '--no-audit', '--loglevel=error']) !== 0)
    fail('Installing the packages failed; see the lines above.');
  if (!existsSync(node)) fail('Node 24 is missing from node_modules: install scripts of the package "node" must be allowed to run.');
}

function newestMtimeMs(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let newest = 0;
  for (const entry of readdirSync(path)) newest = Math.max(newest, newestMtimeMs(join(path, entry)));
  return newest;
}

/** Builds the web client when its sources are newer than the last build. */
export function ensureBuild() {
  const built = join(root, 'dist', 'web', 'index.html');
  const sources = ['web', 'shared', 'devices', 'vite.config.ts', 'package-lock.json', 'scripts'].map((name) =>
    newestMtimeMs(join(root, name)),
  );
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources)) return;
  process.stdout.write('Building the web client ...\n');
  const bin = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  if (run(node, [bin, 'build', '--logLevel', 'warn']) !== 0) fail('Building the web client failed; see the lines above.');
  if (run(node, [join(root, 'scripts', 'service-worker.ts')]) !== 0) fail('Building the service worker failed; see the lines above.');
}

const chromium = () => process.env.CHROMIUM_PATH || '/usr/bin/chromium';
const has = (file) => existsSync(file);

/** Chromium and dbus for the browser tests, from Debian's packages where the machine allows it. */
export function ensureBrowser() {
  const missing = [];
  if (!has(chromium())) missing.push('chromium');
  if (!has('/usr/bin/dbus-daemon')) missing.push('dbus');
  if (missing.length === 0) return;
  const asRoot = process.getuid?.() === 0;
  if (!has('/usr/bin/apt-get') || !asRoot) {
    fail(
      `The browser tests need ${missing.join(' and ')}. Install ${missing.length > 1 ? 'them' : 'it'} and run again, for example: sudo apt-get install ${missing.join(' ')}`,
    );
  }
  process.stdout.write(`Installing ${missing.join(' and ')} ...\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['-qq', 'update'], { env });
  if (
    run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...missing], { env, stdio: ['ignore', 'ignore', 'inherit'] }) !== 0
  ) {
    fail(`apt-get could not install ${missing.join(' and ')}.`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) ensurePackages();
