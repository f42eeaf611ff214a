import type { Policy } from '#test/simulation/policy.ts';

/** Knows the true tolerance and the true background: every planned day ends exactly at the tolerance. */
export const oracle: Policy = {
  id: 'oracle',
  start: () => ({ plan: ({ truth }) => Math.max(0, truth.tolerance - truth.background) }),
};
