import process from 'node:process';
import fc from 'fast-check';

/**
 * Seed of the property tests: FC_SEED, or in CI one fixed number so that a run says something about the change and not about its
 * luck. Everywhere else a new one each time; a failure prints it, and it becomes a named test.
 */
const CI_SEED = 20261125;
const asked = process.env.FC_SEED;
if (asked !== undefined) fc.configureGlobal({ seed: Number(asked) });
else if (process.env.CI) fc.configureGlobal({ seed: CI_SEED });
