import type { AxisGroup, Stream } from '#shared/schema/stream.ts';

/** Where one axis group's first column is in a stream's counts, and what a count is worth. */
export interface GroupColumns {
  readonly offset: number;
  readonly scale: number;
}

/** Finds an axis group by name; null when the stream does not carry it. */
export function groupColumns(stream: Stream, name: AxisGroup['name']): GroupColumns | null {
  let offset = 0;
  for (const group of stream.groups) {
    if (group.name === name) return { offset, scale: group.scale };
    offset += group.axes;
  }
  return null;
}
