/**
 * Tells which of several body-worn motion sensors was just tapped or shaken, so that two of the same model can be told apart. Compares
 * how much each moved around the same moment; gravity and slow turns count for little.
 */
export interface WhichMovedParams {
  /** s; memory of the measure of movement. Longer: a tap counts for less, a shake for more. */
  readonly memoryS: number;
  /** s; memory of the mean specific force that is taken off. Longer: slow turns count for more. */
  readonly gravityMemoryS: number;
  /** m/s2 (root mean square) and rad/s that are worth 1 each. Higher: less sensitive. */
  readonly accelerationUnitMPerS2: number;
  readonly rateUnitRadPerS: number;
  /** The measure from which a sensor has moved. A resting sensor stays below 0.01. */
  readonly floor: number;
  /** How many times more than every other one it must have moved. Higher: more often `several`. */
  readonly lead: number;
  /** s; how long after the first movement they are compared: samples of the same moment come up to this much later from another sensor. */
  readonly settleS: number;
  /** s; silence after an answer, so that one tap is answered once. */
  readonly pauseS: number;
}

export const whichMovedParams: WhichMovedParams = {
  memoryS: 0.15,
  gravityMemoryS: 1,
  accelerationUnitMPerS2: 1.5,
  rateUnitRadPerS: 0.6,
  floor: 1,
  lead: 4,
  settleS: 0.6,
  pauseS: 1,
};

/** Index of the sensor that moved; `several` when none stands out. */
export type Moved = number | 'several';

/** One sensor's movement. Energies are exponentially weighted means of squares, in units of the parameters. */
interface Sensor {
  lastUs: number;
  accelerationUs: number;
  rateUs: number;
  accelerationEnergy: number;
  rateEnergy: number;
  meanX: number;
  meanY: number;
  meanZ: number;
  w: number;
  x: number;
  y: number;
  z: number;
  peak: number;
}

/** Holes longer than this begin anew: the mean specific force of before means nothing, us. */
const MAX_HOLE_US = 500_000;
const NEVER = Number.NEGATIVE_INFINITY;

export class WhichMoved {
  readonly #params: WhichMovedParams;
  readonly #sensors: readonly Sensor[];
  /** When the movement in question began, us; null while all rest. */
  #sinceUs: number | null = null;
  #quietUntilUs = NEVER;

  constructor(sensorCount: number, params: WhichMovedParams = whichMovedParams) {
    if (!(sensorCount >= 2)) throw new RangeError('there is nothing to tell apart');
    this.#params = params;
    this.#sensors = Array.from({ length: sensorCount }, () => ({
      lastUs: NEVER,
      accelerationUs: NEVER,
      rateUs: NEVER,
      accelerationEnergy: 0,
      rateEnergy: 0,
      meanX: 0,
      meanY: 0,
      meanZ: 0,
      w: 0,
      x: 0,
      y: 0,
      z: 0,
      peak: 0,
    }));
  }

  /** Specific force, m/s2; times of one sensor go forward. */
  acceleration(index: number, timeUs: number, x: number, y: number, z: number): void {
    const sensor = this.#sensors[index];
    const stepS = (timeUs - sensor.accelerationUs) * 1e-6;
    if (!(stepS > 0)) return;
    sensor.accelerationUs = timeUs;
    if (stepS * 1e6 > MAX_HOLE_US) {
      sensor.meanX = x;
      sensor.meanY = y;
      sensor.meanZ = z;
      sensor.accelerationEnergy = 0;
      return;
    }
    const { gravityMemoryS, memoryS, accelerationUnitMPerS2: unit } = this.#params;
    const dx = x - sensor.meanX;
    const dy = y - sensor.meanY;
    const dz = z - sensor.meanZ;
    const slow = stepS / (gravityMemoryS + stepS);
    sensor.meanX += slow * dx;
    sensor.meanY += slow * dy;
    sensor.meanZ += slow * dz;
    const energy = (dx * dx + dy * dy + dz * dz) / (unit * unit);
    sensor.accelerationEnergy += (stepS / (memoryS + stepS)) * (energy - sensor.accelerationEnergy);
    this.#took(sensor, timeUs);
  }

  /** Angular rate, rad/s. */
  rate(index: number, timeUs: number, x: number, y: number, z: number): void {
    const sensor = this.#sensors[index];
    const stepS = (timeUs - sensor.rateUs) * 1e-6;
    if (!(stepS > 0)) return;
    sensor.rateUs = timeUs;
    this.#turned(sensor, timeUs, stepS, x * x + y * y + z * z);
  }

  /** Orientation, for sensors that send nothing else: turned into the rate between two of them. */
  orientation(index: number, timeUs: number, w: number, x: number, y: number, z: number): void {
    const sensor = this.#sensors[index];
    const stepS = (timeUs - sensor.rateUs) * 1e-6;
    const length = Math.sqrt(w * w + x * x + y * y + z * z);
    if (!(stepS > 0) || !(length > 0.5)) return;
    sensor.rateUs = timeUs;
    const sign = w * sensor.w + x * sensor.x + y * sensor.y + z * sensor.z < 0 ? -1 / length : 1 / length;
    const dw = w * sign - sensor.w;
    const dx = x * sign - sensor.x;
    const dy = y * sign - sensor.y;
    const dz = z * sign - sensor.z;
    sensor.w = w * sign;
    sensor.x = x * sign;
    sensor.y = y * sign;
    sensor.z = z * sign;
    // The chord between two unit quaternions is half the angle between them, for angles as small as these.
    this.#turned(sensor, timeUs, stepS, (4 * (dw * dw + dx * dx + dy * dy + dz * dz)) / (stepS * stepS));
  }

  /** The answer to a movement, once; null while all rest or the others' samples of that moment have not come. */
  answer(): Moved | null {
    const { floor, lead, pauseS, settleS } = this.#params;
    if (this.#sinceUs === null) return null;
    const dueUs = this.#sinceUs + settleS * 1e6;
    let best = 0;
    for (let i = 0; i < this.#sensors.length; i++) {
      if (this.#sensors[i].lastUs < dueUs) return null;
      if (this.#sensors[i].peak > this.#sensors[best].peak) best = i;
    }
    const most = this.#sensors[best].peak;
    this.#sinceUs = null;
    this.#quietUntilUs = dueUs + pauseS * 1e6;
    if (most < floor) return null;
    return this.#sensors.some((sensor, i) => i !== best && sensor.peak * lead > most) ? 'several' : best;
  }

  #turned(sensor: Sensor, timeUs: number, stepS: number, squaredRate: number): void {
    if (stepS * 1e6 > MAX_HOLE_US) {
      sensor.rateEnergy = 0;
      return;
    }
    const { memoryS, rateUnitRadPerS: unit } = this.#params;
    sensor.rateEnergy += (stepS / (memoryS + stepS)) * (squaredRate / (unit * unit) - sensor.rateEnergy);
    this.#took(sensor, timeUs);
  }

  #took(sensor: Sensor, timeUs: number): void {
    sensor.lastUs = Math.max(sensor.lastUs, timeUs);
    const energy = sensor.accelerationEnergy + sensor.rateEnergy;
    if (this.#sinceUs !== null) {
      sensor.peak = Math.max(sensor.peak, energy);
      return;
    }
    sensor.peak = energy;
    if (energy >= this.#params.floor && timeUs >= this.#quietUntilUs) this.#sinceUs = timeUs;
  }
}
