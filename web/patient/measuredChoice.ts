/** Whether the morning's readings are asked for: only once somebody has saved some, until they stop it. Kept on this device. */
const KEY = 'evenpace.measured';

/** `off`: not asked; `on`: asked each morning; a day: asked, but not again on that day. */
export type MeasuredChoice = 'on' | 'off' | (string & {});

export function keepAsking(choice: MeasuredChoice): void {
  try {
    // "Not today" of somebody who is not asked changes nothing.
    if (choice === 'on' || choice === 'off' || kept() !== 'off') localStorage.setItem(KEY, choice);
  } catch {
    // Without storage nothing is remembered and nothing is asked.
  }
}

export const isAskedOn = (day: string): boolean => !['off', day].includes(kept());

function kept(): string {
  try {
    return localStorage.getItem(KEY) ?? 'off';
  } catch {
    return 'off';
  }
}
