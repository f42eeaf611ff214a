/** One command as the openEMSstim board takes it, typed by a person into their own terminal. */
export interface OpenEmsCommand {
  readonly channel: 0 | 1;
  /** Share of what the stimulator in front of the board is set to, %. */
  readonly intensityPct: number;
  readonly durationMs: number;
}

/** The board's firmware ends every pulse train after this. */
const MAX_MS = 5000;

/**
 * Reads `C<0|1>I<0-100>T<ms>G`, as it was sent by a person, for the log; null for anything else. Evenpace has no connection to the board:
 * it takes commands and tells nothing. Source: openEMSstim, firmware and app documentation.
 */
export function readOpenEmsCommand(text: string): OpenEmsCommand | null {
  const found = /^C([01])I(\d{1,3})T(\d{1,6})G$/.exec(text.trim().toUpperCase());
  if (found === null) return null;
  const intensityPct = Number(found[2]);
  if (intensityPct > 100) return null;
  return { channel: found[1] === '1' ? 1 : 0, intensityPct, durationMs: Math.min(MAX_MS, Number(found[3])) };
}
