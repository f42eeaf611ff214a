const DATE = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;

/** A date of an export, "2026-03-01 07:12:33 +0100", as UTC s; null for anything else. The offset is offsetOf's. */
export function secondOf(text: string | undefined): number | null {
  const parts = text === undefined ? null : DATE.exec(text);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - 60 * offsetOf(text as string);
}

/** Minutes east of UTC of a date that secondOf reads. */
export function offsetOf(text: string): number {
  const minutes = 60 * Number(text.slice(21, 23)) + Number(text.slice(23, 25));
  return text[20] === '-' ? -minutes : minutes;
}
