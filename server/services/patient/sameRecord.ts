/** Do two records say the same, whatever the order of their fields? `stored` is JSON text. */
export function sameRecord(stored: string, sent: unknown): boolean {
  return canonical(JSON.parse(stored)) === canonical(sent);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
