import { useEffect, useRef } from 'preact/hooks';
import { createFrames } from './frames.ts';

const frames = createFrames(
  (step) => requestAnimationFrame(step),
  (error) => reportError(error),
);

/** Calls `draw` once per frame while the page is shown: drawing reads the reading and writes attributes, the component tree stays still. */
export function useFrame(draw: () => void): void {
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(() => frames.add(() => latest.current()), []);
}
