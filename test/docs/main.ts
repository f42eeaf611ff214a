import { writeFileSync } from 'node:fs';
import { rulesPage } from './rulesPage.ts';

/** `npm run docs:rules`: docs/rules.md from the rule files. */
writeFileSync(new URL('../../docs/rules.md', import.meta.url), rulesPage());
