import type { Policy } from '#test/simulation/policy.ts';

/** As much as pain and fear allow, every day: no plan. */
export const boomBust: Policy = { id: 'boom/bust', start: () => ({ plan: () => null }) };
