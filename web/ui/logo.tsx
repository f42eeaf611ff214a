/** Three even steps on one line. Same drawing as public/icons/icon.svg. */
export function Logo({ size = 30 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" rx="16" fill="var(--accent)" />
      <path d="M14 44V36M32 44V28M50 44V20" stroke="var(--on-accent)" stroke-width="9" stroke-linecap="round" />
      <path d="M10 24 54 9" stroke="var(--on-accent)" stroke-width="3" stroke-dasharray="1 6" stroke-linecap="round" />
    </svg>
  );
}
