/** Kept with every summary. Changes whenever a kernel may give another number for the same recording. */
export const ALGORITHM_VERSION = '1.3.0';
