import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowQueue } from '#shared/signal/rowQueue.ts';

describe('row queue', () => {
  it('keeps rows in order through any pushes and drops', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 30 }), { maxLength: 60 }), (steps) => {
        const queue = new RowQueue(3, 4);
        const model: number[] = [];
        let next = 0;
        for (const step of steps) {
          for (let i = 0; i < step; i++) {
            const at = queue.push();
            queue.data.set([next, -next, 2 * next], at);
            model.push(next++);
          }
          const drop = Math.min(model.length, Math.max(0, -step));
          queue.drop(drop);
          model.splice(0, drop);
          const rows = model.map((_, i) => Array.from(queue.data.subarray(queue.offset(i), queue.offset(i) + 3)));
          expect(queue.length).toBe(model.length);
          expect(rows).toEqual(model.map((value) => [value, -value, 2 * value]));
        }
      }),
    );
  });
});
