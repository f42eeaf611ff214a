/** All that draws on a screen, with one request a frame: asking for a frame costs more than most of what is drawn in it. */
export interface Frames {
  /** `draw` is called once per frame until what is returned is called. One that throws is told of once and not called again. */
  add(draw: () => void): () => void;
}

/** `request` as requestAnimationFrame, `report` as reportError. */
export function createFrames(request: (step: () => void) => void, report: (error: unknown) => void): Frames {
  const draws = new Set<() => void>();
  let asked = false;

  function ask(): void {
    if (asked || draws.size === 0) return;
    asked = true;
    request(step);
  }
  function step(): void {
    asked = false;
    for (const draw of draws) {
      try {
        draw();
      } catch (error) {
        draws.delete(draw);
        report(error);
      }
    }
    ask();
  }
  return {
    add(draw) {
      const mine = () => draw();
      draws.add(mine);
      ask();
      return () => {
        draws.delete(mine);
      };
    },
  };
}
