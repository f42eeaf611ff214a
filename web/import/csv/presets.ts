import type { ColumnRole } from './columns.ts';
import type { CsvHead } from './head.ts';
import type { CsvAnswers } from './questions.ts';

/** A layout that is known: what its columns are and which units its maker documents. */
export interface CsvPreset {
  readonly name: string;
  readonly matches: (head: CsvHead, fileName: string) => boolean;
  readonly columns: Readonly<Record<string, ColumnRole>>;
  readonly units: Partial<Pick<CsvAnswers, 'timeUnit' | 'intervalUnit' | 'accelerationUnit' | 'angularRateUnit'>>;
  /** Local begin, from the rows before the table. */
  readonly startLocal?: (head: CsvHead) => string | null;
  /** The time column counts to this and begins anew. */
  readonly timeWraps?: number;
  /** Why files of this layout cannot be used. */
  readonly refuse?: string;
}

const has = ({ columns }: CsvHead, ...names: readonly string[]) => names.every((name) => columns.includes(name));
const cellAfter = ({ preamble }: CsvHead, name: RegExp) => preamble.find(([first]) => name.test(first ?? ''))?.[1] ?? '';
const sensorLogger = (head: CsvHead) => has(head, 'time', 'seconds_elapsed', 'x', 'y', 'z');

export const presets: readonly CsvPreset[] = [
  {
    // Movella DOT app and Data Exporter: SampleTimeFine in us, Acc in m/s2, Gyr in deg/s (DOT User Manual, Recorded data).
    name: 'Movella DOT',
    matches: (head) => has(head, 'SampleTimeFine', 'Acc_X', 'Gyr_X'),
    columns: { SampleTimeFine: 'time', Acc_X: 'accX', Acc_Y: 'accY', Acc_Z: 'accZ', Gyr_X: 'gyrX', Gyr_Y: 'gyrY', Gyr_Z: 'gyrZ' },
    units: { timeUnit: 'us', accelerationUnit: 'm/s2', angularRateUnit: 'deg/s' },
    startLocal: (head) => {
      const found = /^(\d{4})-?(\d\d)-?(\d\d)[_ T]+(\d\d)[:-]?(\d\d)[:-]?(\d\d)(?:[_.](\d{1,3}))?/.exec(cellAfter(head, /^StartTime/i));
      return found === null
        ? null
        : `${found[1]}-${found[2]}-${found[3]}T${found[4]}:${found[5]}:${found[6]}.${(found[7] ?? '0').padStart(3, '0')}`;
    },
    timeWraps: 2 ** 32,
  },
  {
    // Sensor Logger, one file per sensor: time in ns since 1970; gyroscope in rad/s, total acceleration in m/s2 with gravity.
    name: 'Sensor Logger, gyroscope',
    matches: (head, file) => sensorLogger(head) && /^gyroscope/i.test(file),
    columns: { time: 'time', x: 'gyrX', y: 'gyrY', z: 'gyrZ' },
    units: { timeUnit: 'ns', angularRateUnit: 'rad/s' },
  },
  {
    name: 'Sensor Logger, acceleration with gravity',
    matches: (head, file) => sensorLogger(head) && /^totalacceleration/i.test(file),
    columns: { time: 'time', x: 'accX', y: 'accY', z: 'accZ' },
    units: { timeUnit: 'ns', accelerationUnit: 'm/s2' },
  },
  {
    name: 'Sensor Logger, acceleration without gravity',
    matches: (head, file) => sensorLogger(head) && /^accelerometer\b/i.test(file),
    columns: {},
    units: {},
    refuse: 'gravity was taken out of this file; choose TotalAcceleration.csv of the same recording',
  },
  {
    name: 'Sensor Logger, heart rate',
    matches: (head) => has(head, 'time', 'seconds_elapsed', 'bpm'),
    columns: { time: 'time', bpm: 'heartRate' },
    units: { timeUnit: 'ns' },
  },
  {
    // Polar Flow, session export: two rows about the session, then one row a second.
    name: 'Polar Flow',
    matches: (head) => has(head, 'Time', 'HR (bpm)') && head.preamble.some((row) => row.includes('Start time')),
    columns: { Time: 'time', 'HR (bpm)': 'heartRate' },
    units: {},
    startLocal: ({ preamble }) => {
      const names = preamble.findIndex((row) => row.includes('Start time'));
      const value = (name: string) => preamble[names + 1]?.[preamble[names].indexOf(name)] ?? '';
      const day = /^(\d\d)-(\d\d)-(\d{4})$/.exec(value('Date'));
      const clock = /^\d\d:\d\d:\d\d$/.exec(value('Start time'));
      return day === null || clock === null ? null : `${day[3]}-${day[2]}-${day[1]}T${clock[0]}`;
    },
  },
];
