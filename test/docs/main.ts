import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { currentDevicesPage } from './currentDevicesPage.ts';

/** `npm run docs:devices`: writes docs/devices.md. */
const file = fileURLToPath(new URL('../../docs/devices.md', import.meta.url));
writeFileSync(file, currentDevicesPage());
process.stdout.write(`${file} written.\n`);
