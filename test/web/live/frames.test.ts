import { describe, expect, it } from 'vitest';
import { createFrames } from '#web/live/frames.ts';

/** Frames by hand: what was asked for, and what was reported. */
function byHand() {
  const asked: (() => void)[] = [];
  const reported: unknown[] = [];
  const frames = createFrames(
    (step) => asked.push(step),
    (error) => reported.push(error),
  );
  const drawn: string[] = [];
  const frame = () => {
    drawn.length = 0;
    for (const step of asked.splice(0)) step();
    return [...drawn];
  };
  return { frames, asked, reported, frame, draw: (name: string) => () => drawn.push(name) };
}

describe('frames', () => {
  it('asks once a frame for all that draw, in the order in which they came', () => {
    const { frames, asked, frame, draw } = byHand();
    frames.add(draw('arc'));
    frames.add(draw('heart'));
    expect(asked).toHaveLength(1);
    expect(frame()).toEqual(['arc', 'heart']);
    expect(asked).toHaveLength(1);
    expect(frame()).toEqual(['arc', 'heart']);
  });

  it('asks no more when the last one has gone, and again when one comes', () => {
    const { frames, asked, frame, draw } = byHand();
    const leave = frames.add(draw('arc'));
    leave();
    expect(frame()).toEqual([]);
    expect(asked).toHaveLength(0);
    frames.add(draw('heart'));
    expect(frame()).toEqual(['heart']);
  });

  it('takes the same drawing twice, and each goes by itself', () => {
    const { frames, frame, draw } = byHand();
    const same = draw('arc');
    const leave = frames.add(same);
    frames.add(same);
    leave();
    expect(frame()).toEqual(['arc']);
  });

  it('reports one that fails, once, and goes on with the others', () => {
    const { frames, reported, frame, draw } = byHand();
    const fault = new Error('no figure');
    frames.add(() => {
      throw fault;
    });
    frames.add(draw('heart'));
    expect(frame()).toEqual(['heart']);
    expect(frame()).toEqual(['heart']);
    expect(reported).toEqual([fault]);
  });

  it('does not draw what leaves during the frame', () => {
    const { frames, frame, draw } = byHand();
    let leave = () => {};
    frames.add(() => leave());
    leave = frames.add(draw('heart'));
    expect(frame()).toEqual([]);
  });
});
