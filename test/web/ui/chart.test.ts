import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createChartGroup, type Linked } from '#web/ui/chart/group.ts';
import { afterKey, type ChartView } from '#web/ui/chart/keys.ts';
import { type Pen, traceLine } from '#web/ui/chart/linePath.ts';
import { inside, lengthOf, showing, zoomed } from '#web/ui/chart/span.ts';
import type { Span } from '#web/ui/chart/spec.ts';

const WHOLE: Span = { from: 0, to: 600 };
const view = (part: Partial<ChartView> = {}): ChartView => ({ whole: WHOLE, span: WHOLE, cursor: null, ...part });
const anySpan = fc
  .tuple(fc.double({ min: -1000, max: 2000, noNaN: true }), fc.double({ min: 0, max: 2000, noNaN: true }))
  .map(([from, length]): Span => ({ from, to: from + length }));

test('whatever is asked for, the shown span lies inside the whole and is not closer than 3 s', () => {
  fc.assert(
    fc.property(
      anySpan,
      fc.double({ min: -100, max: 700, noNaN: true }),
      fc.double({ min: 0.1, max: 8, noNaN: true }),
      (span, at, factor) => {
        for (const shown of [
          inside(span, WHOLE),
          zoomed(inside(span, WHOLE), at, factor, WHOLE),
          showing(inside(span, WHOLE), at, WHOLE),
        ]) {
          expect(shown.from).toBeGreaterThanOrEqual(WHOLE.from);
          expect(shown.to).toBeLessThanOrEqual(WHOLE.to + 1e-9);
          expect(lengthOf(shown)).toBeGreaterThanOrEqual(3 - 1e-9);
        }
      },
    ),
  );
});

test('a session shorter than the deepest zoom is shown whole', () => {
  expect(inside({ from: 0.2, to: 0.4 }, { from: 0, to: 1 })).toEqual({ from: 0, to: 1 });
});

test('arrows move the cursor by a sample, or further where a sample could not be seen', () => {
  expect(afterKey('ArrowRight', view({ cursor: 100 }), 5)?.cursor).toBe(105);
  expect(afterKey('ArrowRight', view({ cursor: 100 }), 0.2)?.cursor).toBe(103);
  expect(afterKey('ArrowLeft', view(), 5)?.cursor).toBe(595);
  expect(afterKey('End', view({ cursor: 3 }), 5)?.cursor).toBe(600);
  expect(afterKey('ArrowRight', view({ cursor: 600 }), 5)?.cursor).toBe(600);
});

test('the shown part follows the cursor out of sight', () => {
  const moved = afterKey('End', view({ span: { from: 100, to: 160 }, cursor: 120 }), 5);
  expect(moved).toEqual({ whole: WHOLE, cursor: 600, span: { from: 540, to: 600 } });
});

test('plus zooms around the cursor, Escape shows all again and is left alone when there is nothing to undo', () => {
  const closer = afterKey('+', view({ cursor: 150 }), 5);
  expect(closer?.span).toEqual({ from: 75, to: 375 });
  expect(afterKey('Escape', closer ?? view(), 5)).toEqual(view());
  expect(afterKey('Escape', view(), 5)).toBeNull();
  expect(afterKey('a', view(), 5)).toBeNull();
});

test('the line is lifted at gaps, and a value between two gaps is still seen', () => {
  const drawn: string[] = [];
  const pen: Pen = { moveTo: (x, y) => drawn.push(`M${x},${y}`), lineTo: (x, y) => drawn.push(`L${x},${y}`) };
  const y = Float64Array.of(1, 2, Number.NaN, 4, Number.NaN, Number.NaN, 7, 8);
  traceLine(
    pen,
    Float64Array.from(y, (_, i) => i * 10),
    y,
    0,
    y.length - 1,
    { zeroPx: 5, pxPerUnit: 2 },
    { zeroPx: 100, pxPerUnit: -10 },
  );
  expect(drawn).toEqual(['M5,90', 'L25,80', 'M64,60', 'L66,60', 'M125,30', 'L145,20']);
});

test('charts of a group share zoom and cursor without echo', () => {
  const chart = () => {
    const heard: unknown[] = [];
    let say: Parameters<Linked['listen']>[0] | null = null;
    const linked: Linked = {
      whole: () => WHOLE,
      showSpan: (span) => heard.push(span),
      showCursor: (x) => heard.push(x),
      listen: (listener) => {
        say = listener;
      },
    };
    return { linked, heard, person: () => say as unknown as Parameters<Linked['listen']>[0] };
  };
  const [a, b, gone] = [chart(), chart(), chart()];
  const group = createChartGroup();
  group.join(a.linked);
  group.join(b.linked);
  group.join(gone.linked)();
  a.person().span({ from: 10, to: 20 });
  a.person().cursor(12);
  expect(group.zoomed.value).toBe(true);
  expect([a.heard, b.heard, gone.heard]).toEqual([[], [{ from: 10, to: 20 }, 12], []]);
  group.reset();
  expect(group.zoomed.value).toBe(false);
  expect(a.heard).toEqual([WHOLE, null]);
});
