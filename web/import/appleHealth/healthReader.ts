import { SaxesParser, type SaxesTag } from 'saxes';
import type { ActivityId } from '#shared/import/activities.ts';
import type { FoundSession } from '#shared/import/found.ts';
import { heartRateStream, isHeartRate } from '#shared/import/heartStreams.ts';
import type { ProblemLog } from '#shared/import/problemLog.ts';
import { offsetOf, secondOf } from './date.ts';
import { HeartStore, MOST_READINGS } from './heartStore.ts';

interface Workout {
  readonly activity: ActivityId;
  readonly source: string;
  readonly startS: number;
  readonly endS: number;
  readonly offsetMinutes: number;
  zone: string | null;
}

const HEART_RATE = 'HKQuantityTypeIdentifierHeartRate';
const PER_MINUTE = 'count/min';
/** Errors after which the rest is not read: a file of another kind, or beyond help. */
const MOST_ERRORS = 20;

/** Reads export.xml piece by piece: heart rate into a HeartStore, workouts into a list. Everything else is passed over. */
export class HealthReader {
  readonly #heart = new HeartStore();
  readonly #workouts: Workout[] = [];
  readonly #fromS: number;
  readonly #log: ProblemLog;
  readonly #parser = new SaxesParser();
  #open: Workout | null = null;
  #root: string | null = null;
  #errors = 0;
  #hurt = false;
  #passedOver = 0;

  constructor(fromS: number, log: ProblemLog) {
    this.#fromS = fromS;
    this.#log = log;
    this.#parser.on('opentag', (tag) => this.#openTag(tag));
    this.#parser.on('closetag', ({ name }) => {
      if (name === 'Workout') this.#open = null;
    });
    this.#parser.on('error', (error) => this.#error(error));
  }

  /** False when there is no use in going on. */
  write(text: string): boolean {
    this.#parser.write(text);
    return this.#errors < MOST_ERRORS;
  }

  close(): void {
    this.#parser.close();
  }

  /** Not all of the file was read. */
  hurt(): void {
    this.#hurt = true;
  }

  finish(): { readonly found: FoundSession[]; readonly passedOver: number } {
    if (this.#heart.refused > 0)
      this.#log.add('tooMuch', HEART_RATE, `${this.#heart.refused} readings beyond ${MOST_READINGS}: choose a shorter time`);
    this.#heart.sort();
    const found = this.#workouts.map((workout) => this.#sessionOf(workout));
    return { found: found.sort((a, b) => a.startedUs - b.startedUs), passedOver: this.#passedOver };
  }

  #sessionOf({ activity, source, startS, endS, offsetMinutes, zone }: Workout): FoundSession {
    const heart = this.#heart.between(startS, endS, source);
    const label = heart.source.slice(0, 60);
    const streams =
      heart.columns.sampleCount === 0
        ? []
        : [heartRateStream(heart.columns, { deviceModel: 'appleHealth', sensorLabel: label, bodySite: 'wrist' })];
    const times = { startedUs: startS * 1e6, endedUs: endS * 1e6, offsetMinutes, zone };
    return { format: 'appleHealth', source: source.slice(0, 60), activity, ...times, streams, damaged: this.#hurt };
  }

  #openTag(tag: SaxesTag): void {
    const { name } = tag;
    const attributes = tag.attributes as Attributes;
    if (this.#root === null) {
      this.#root = name;
      if (name !== 'HealthData') {
        this.#log.add('notThisFormat', this.#where, `the first element is ${name}, not HealthData`);
        this.#errors = MOST_ERRORS;
      }
    }
    if (name === 'Record') {
      if (attributes.type === HEART_RATE) this.#record(attributes);
    } else if (name === 'Workout') this.#workout(attributes);
    else if (name === 'MetadataEntry' && attributes.key === 'HKTimeZone' && this.#open !== null) this.#open.zone = zoneOf(attributes.value);
  }

  #record({ unit, value = '', startDate, sourceName = '' }: Attributes): void {
    const second = secondOf(startDate);
    const bpm = value === '' ? Number.NaN : Number(value);
    if (second === null) this.#log.add('badRow', this.#where, `heart rate without a date that can be read: ${startDate}`);
    else if (second < this.#fromS) return;
    else if (unit !== PER_MINUTE) this.#log.add('wrongUnit', this.#where, `heart rate in ${unit}; ${PER_MINUTE} is read`);
    else if (!isHeartRate(bpm)) this.#log.add('outOfRange', this.#where, `heart rate ${value}`);
    else this.#heart.add(second, bpm, sourceName);
  }

  #workout({ workoutActivityType = '', startDate = '', endDate = '', sourceName = '' }: Attributes): void {
    const startS = secondOf(startDate);
    const endS = secondOf(endDate);
    if (startS === null || endS === null) {
      this.#log.add('badRow', this.#where, `workout without dates that can be read: ${startDate}, ${endDate}`);
    } else if (startS < this.#fromS) {
      this.#passedOver++;
    } else {
      const activity = activityOf(workoutActivityType.replace('HKWorkoutActivityType', ''));
      const workout = { activity, source: sourceName, startS, endS, offsetMinutes: offsetOf(startDate), zone: null };
      this.#workouts.push(workout);
      this.#open = workout;
    }
  }

  get #where(): string {
    return `line ${this.#parser.line}`;
  }

  #error(error: Error): void {
    this.#errors++;
    this.#hurt = true;
    const unclosed = /unclosed|unexpected end/i.test(error.message);
    if (this.#errors <= MOST_ERRORS) this.#log.add(unclosed ? 'truncated' : 'corrupt', this.#where, error.message);
  }
}

type Attributes = Partial<Record<string, string>>;

/** An IANA name; anything else is not taken for one. */
const zoneOf = (text: string | undefined): string | null =>
  text !== undefined && /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(text) && text.length <= 64 ? text : null;

/** Words in HKWorkoutActivityType names. */
const ACTIVITIES: readonly (readonly [RegExp, ActivityId])[] = [
  [/Walking/, 'activityWalking'],
  [/Hiking|Snowshoe/, 'activityHiking'],
  [/Running/, 'activityRunning'],
  [/Cycling/, 'activityCycling'],
  [/Swimming/, 'activitySwimming'],
  [/Water/, 'activityWater'],
  [/Strength|CoreTraining/, 'activityStrength'],
  [/Yoga|Flexibility|Pilates|TaiChi|MindAndBody|Barre/, 'activityFlexibility'],
  [/Danc/, 'activityDance'],
];

const activityOf = (type: string): ActivityId => ACTIVITIES.find(([words]) => words.test(type))?.[1] ?? 'activityOther';
