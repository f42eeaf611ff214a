import { encode } from 'uqr';

/** A QR code as one SVG path, always dark on white so that any camera reads it in either colour scheme. */
export function QrCode({ text, label, sizePx = 220 }: { text: string; label: string; sizePx?: number }) {
  const { data, size } = encode(text, { ecc: 'M', border: 3 });
  const path = data.flatMap((line, y) => line.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg
      width={sizePx}
      height={sizePx}
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={label}
      style={{ borderRadius: '10px', maxWidth: '100%' }}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
