// `npm start` and `npm run demo`: install what is missing, build, run the server.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { ensureBuild, ensurePackages, node, root } from './bootstrap.mjs';

ensurePackages();
ensureBuild();
const child = spawn(node, ['server/cli.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
