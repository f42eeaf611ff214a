/** Physical value to the int16 count that is stored: rounded to the nearest step of `scale`, saturated at the ends of the range. */
export function quantize(value: number, scale: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(value / scale)));
}
