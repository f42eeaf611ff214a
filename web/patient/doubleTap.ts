/** The second tap of a double tap comes within this time; it is no answer to what has appeared under the finger, ms. */
export const DOUBLE_TAP_MS = 350;
