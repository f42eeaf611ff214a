import { writeFileSync } from 'node:fs';
import { currentDevicesPage } from './currentDevicesPage.ts';
import { rulesPage } from './rulesPage.ts';

/** `npm run docs:rules` and `npm run docs:devices`: docs/rules.md from the rule files, docs/devices.md from the catalogue. */
writeFileSync(new URL('../../docs/rules.md', import.meta.url), rulesPage());
writeFileSync(new URL('../../docs/devices.md', import.meta.url), currentDevicesPage());
