import type uPlot from 'uplot';
import type { ChartSpec, Span } from './spec.ts';
import type { ChartTheme } from './theme.ts';

/** Distance of the lines that hatch a gap, and of a text from its line, CSS px. */
const HATCH = 7;
const ASIDE = 5;
/** Marks close together write below each other, CSS px. */
const ROW = 14;

/** What lies behind and before the line: band, gaps, limit, marks, dots. Drawn in canvas px inside the plot. */
export function marksOf(spec: ChartSpec, theme: () => ChartTheme): { behind: (u: uPlot) => void; before: (u: uPlot) => void } {
  const clipped = (u: uPlot, draw: (ctx: CanvasRenderingContext2D, px: number) => void) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    draw(ctx, devicePixelRatio);
    ctx.restore();
  };
  const x = (u: uPlot, value: number) => u.valToPos(value, 'x', true);
  const y = (u: uPlot, value: number) => u.valToPos(value, 'y', true);

  const hatch = (u: uPlot, ctx: CanvasRenderingContext2D, px: number, { from, to }: Span) => {
    const { top, height, left, width } = u.bbox;
    const start = Math.max(left, x(u, from));
    const end = Math.min(left + width, x(u, to));
    if (end <= start) return;
    ctx.save();
    ctx.beginPath();
    ctx.rect(start, top, end - start, height);
    ctx.clip();
    ctx.fillStyle = theme().colour.surface;
    ctx.fillRect(start, top, end - start, height);
    ctx.strokeStyle = theme().colour.line;
    ctx.lineWidth = px;
    ctx.beginPath();
    for (let at = Math.floor((start - height) / (HATCH * px)) * HATCH * px; at < end; at += HATCH * px) {
      ctx.moveTo(at, top + height);
      ctx.lineTo(at + height, top);
    }
    ctx.stroke();
    ctx.restore();
  };

  return {
    behind: (u) =>
      clipped(u, (ctx, px) => {
        const { left, width } = u.bbox;
        const { colour } = theme();
        if (spec.band !== null) {
          ctx.globalAlpha = 0.14;
          ctx.fillStyle = colour.go;
          ctx.fillRect(left, y(u, spec.band.to), width, y(u, spec.band.from) - y(u, spec.band.to));
          ctx.globalAlpha = 1;
        }
        for (const gap of spec.gaps) hatch(u, ctx, px, gap);
      }),
    before: (u) =>
      clipped(u, (ctx, px) => {
        const { left, top, width, height } = u.bbox;
        const { colour, font } = theme();
        ctx.font = font.replace('12px', `600 ${12 * px}px`);
        ctx.lineWidth = 1.5 * px;
        ctx.textAlign = 'left';
        ctx.textBaseline = 'bottom';
        if (spec.limit !== null) {
          const at = Math.round(y(u, spec.limit.y));
          ctx.fillStyle = colour.stop;
          ctx.fillRect(left, at - px, width, 2 * px);
          // At the left: the reading of the cursor is at the right.
          ctx.fillText(spec.limit.text, left + ASIDE * px, at - 3 * px);
        }
        ctx.textBaseline = 'top';
        let row = 0;
        let textEnd = Number.NEGATIVE_INFINITY;
        for (const mark of spec.marks) {
          const at = Math.round(x(u, mark.x));
          if (at < left || at > left + width) continue;
          ctx.strokeStyle = colour[mark.ink];
          ctx.setLineDash([4 * px, 3 * px]);
          ctx.beginPath();
          ctx.moveTo(at, top);
          ctx.lineTo(at, top + height);
          ctx.stroke();
          const textWidth = ctx.measureText(mark.text).width;
          const start = Math.min(at + ASIDE * px, left + width - textWidth);
          row = start <= textEnd ? row + 1 : 0;
          textEnd = start + textWidth + ASIDE * px;
          ctx.fillStyle = colour[mark.ink];
          ctx.fillText(mark.text, start, top + (2 + row * ROW) * px);
        }
        ctx.setLineDash([]);
        ctx.fillStyle = colour[spec.ink];
        for (const dot of spec.dots) {
          const at = x(u, dot.x);
          if (at < left || at > left + width) continue;
          ctx.beginPath();
          ctx.arc(at, y(u, dot.y), 3 * px, 0, 2 * Math.PI);
          ctx.fill();
        }
      }),
  };
}
