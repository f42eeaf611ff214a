import type { SensorEvent } from '#devices/core/types.ts';

type Said = Exclude<SensorEvent, { readonly type: 'samples' }>;
type Field<Key extends string> = Said extends infer Each ? (Each extends { readonly [key in Key]: infer Value } ? Value : never) : never;

/** What a sensor said, in a form that survives the way from the page to the test: samples as lists, all else as it was. */
export interface SensorNote {
  readonly type: SensorEvent['type'];
  readonly stream?: string;
  readonly hostUs?: readonly number[];
  readonly deviceUs?: readonly number[] | null;
  readonly counts?: readonly number[];
  readonly gapBefore?: boolean;
  readonly code?: Field<'code'>;
  readonly canRepick?: boolean;
  readonly message?: string;
  readonly reason?: string;
  readonly percent?: number;
  readonly manufacturer?: string | null;
  readonly modelNumber?: string | null;
  readonly firmware?: string | null;
  readonly reading?: Field<'reading'>;
  readonly source?: Field<'source'>;
  readonly streams?: readonly string[];
}

export function noteOf(event: SensorEvent): SensorNote {
  if (event.type !== 'samples') return event;
  const { stream, hostUs, deviceUs, counts, gapBefore } = event.batch;
  return {
    type: event.type,
    stream: stream.key,
    hostUs: [...hostUs],
    deviceUs: deviceUs && [...deviceUs],
    counts: [...counts],
    gapBefore,
  };
}
