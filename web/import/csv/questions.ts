import type { UnitOf } from '#shared/import/units.ts';
import type { BodySide, BodySite } from '#shared/schema/quality.ts';
import { COLUMN_ROLES, type ColumnRole } from './columns.ts';

/** How a time column counts: since 1970, since the start, written out with or without an offset, or as h:min:s since the start. */
export type TimeKind = 'epoch' | 'elapsed' | 'written' | 'writtenLocal' | 'clock';

/** What has to be known to read a table. Null where the file does not say and nobody was asked yet. */
export interface CsvAnswers {
  readonly columns: readonly ColumnRole[];
  readonly timeUnit: UnitOf<'time'> | null;
  readonly intervalUnit: UnitOf<'interval'> | null;
  readonly accelerationUnit: UnitOf<'acceleration'> | null;
  readonly angularRateUnit: UnitOf<'angularRate'> | null;
  /** IANA zone of times that name none. */
  readonly zone: string | null;
  /** Begin of a table that counts from 0, local: YYYY-MM-DDTHH:MM:SS. */
  readonly startLocal: string | null;
  readonly bodySite: BodySite | null;
  readonly side: BodySide | null;
}

export type Need = Exclude<keyof CsvAnswers, 'columns'> | 'timeColumn' | 'timeText' | 'valueColumn' | 'allAxes' | 'columnTwice';

export interface CsvQuestions {
  /** Name of the known layout; null for an unknown one. */
  readonly layout: string | null;
  readonly head: readonly string[];
  readonly firstRows: readonly (readonly string[])[];
  readonly timeKind: TimeKind | null;
  readonly answers: CsvAnswers;
  readonly needs: readonly Need[];
}

const motion = (columns: readonly ColumnRole[]) => columns.some((role) => role.startsWith('acc') || role.startsWith('gyr'));

/** What is still open. A unit is never guessed from values: numbers in a wrong unit look as right as any. */
export function needsOf(answers: CsvAnswers, timeKind: TimeKind | null): Need[] {
  const { columns } = answers;
  const has = (role: ColumnRole) => columns.includes(role);
  const needs: (Need | false)[] = [
    !has('time') && 'timeColumn',
    has('time') && timeKind === null && 'timeText',
    !has('heartRate') && !has('interval') && !motion(columns) && 'valueColumn',
    partial(columns, 'acc') || partial(columns, 'gyr') ? 'allAxes' : false,
    COLUMN_ROLES.some((role) => role !== 'ignore' && columns.filter((each) => each === role).length > 1) && 'columnTwice',
    (timeKind === 'epoch' || timeKind === 'elapsed') && answers.timeUnit === null && 'timeUnit',
    has('interval') && answers.intervalUnit === null && 'intervalUnit',
    has('accX') && answers.accelerationUnit === null && 'accelerationUnit',
    has('gyrX') && answers.angularRateUnit === null && 'angularRateUnit',
    timeKind !== 'written' && timeKind !== 'epoch' && answers.zone === null && 'zone',
    (timeKind === 'elapsed' || timeKind === 'clock') && answers.startLocal === null && 'startLocal',
    motion(columns) && answers.bodySite === null && 'bodySite',
    motion(columns) && answers.side === null && 'side',
  ];
  return needs.filter((need) => need !== false);
}

/** Some axes of a sensor, and not all three. */
function partial(columns: readonly ColumnRole[], sensor: 'acc' | 'gyr'): boolean {
  const count = (['X', 'Y', 'Z'] as const).filter((axis) => columns.includes(`${sensor}${axis}`)).length;
  return count > 0 && count < 3;
}
