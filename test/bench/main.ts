import process from 'node:process';
import { BENCHES, ON_REQUEST, printBenches } from './benches.ts';

/** `npm run bench [-- name ...]`: every measurement beside its peer or limit, from this run on this computer. */
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(BENCHES).filter((name) => !ON_REQUEST.includes(name));
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exit(1);
}
await printBenches(names);
