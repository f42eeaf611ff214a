import type { Ink } from './spec.ts';

const inks: readonly Ink[] = ['ink', 'accent', 'go', 'ease', 'rest', 'stop', 'muted', 'line', 'sunk', 'surface'];

/** A canvas cannot read tokens: their present colours, and the page's letters. */
export interface ChartTheme {
  readonly colour: Readonly<Record<Ink, string>>;
  readonly font: string;
}

export function readTheme(host: HTMLElement): ChartTheme {
  const probe = document.createElement('span');
  // With reduced motion every element has a (very short) transition, and a colour read at its start is the old one.
  probe.style.transition = 'none';
  host.append(probe);
  const style = getComputedStyle(probe);
  const colour = {} as Record<Ink, string>;
  for (const ink of inks) {
    probe.style.color = `var(--${ink})`;
    colour[ink] = style.color;
  }
  const theme = { colour, font: `12px ${style.fontFamily}` };
  probe.remove();
  return theme;
}

/** Calls back when the system switches to dark, light or more contrast. Returns how to stop. */
export function watchTheme(onChange: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', onChange);
  return () => {
    for (const query of queries) query.removeEventListener('change', onChange);
  };
}
