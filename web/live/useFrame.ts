import { useEffect, useRef } from 'preact/hooks';

/** Calls `draw` once per frame while the page is shown: drawing reads the reading and writes attributes, the component tree stays still. */
export function useFrame(draw: () => void): void {
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(() => {
    let frame = requestAnimationFrame(function step() {
      latest.current();
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
}
