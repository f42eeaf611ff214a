/** Changes whenever a decision for the same log could change. Kept with every decision. */
export const ENGINE_VERSION = '1.2.3';
