/** A quantity at one moment with its first and second derivative by time (s). */
export interface Jet {
  readonly value: number;
  readonly rate: number;
  readonly acceleration: number;
}

export const constant = (value: number): Jet => ({ value, rate: 0, acceleration: 0 });

export function sum(...terms: readonly Jet[]): Jet {
  let value = 0;
  let rate = 0;
  let acceleration = 0;
  for (const term of terms) {
    value += term.value;
    rate += term.rate;
    acceleration += term.acceleration;
  }
  return { value, rate, acceleration };
}

export function scaled(by: number, { value, rate, acceleration }: Jet): Jet {
  return { value: by * value, rate: by * rate, acceleration: by * acceleration };
}

export function product(a: Jet, b: Jet): Jet {
  return {
    value: a.value * b.value,
    rate: a.rate * b.value + a.value * b.rate,
    acceleration: a.acceleration * b.value + 2 * a.rate * b.rate + a.value * b.acceleration,
  };
}

export function sine(amplitude: number, frequencyHz: number, phaseRad: number, timeS: number): Jet {
  const omega = 2 * Math.PI * frequencyHz;
  const angle = omega * timeS + phaseRad;
  return {
    value: amplitude * Math.sin(angle),
    rate: amplitude * omega * Math.cos(angle),
    acceleration: -amplitude * omega * omega * Math.sin(angle),
  };
}

/** Step from 0 to 1 within `durationS` from time 0 with the least jerk (Flash & Hogan, doi 10.1523/JNEUROSCI.05-07-01688.1985). */
export function minimumJerk(timeS: number, durationS: number): Jet {
  const u = Math.min(1, Math.max(0, timeS / durationS));
  return {
    value: u ** 3 * (10 - 15 * u + 6 * u * u),
    rate: (30 * u * u * (1 - u) ** 2) / durationS,
    acceleration: (60 * u * (1 - u) * (1 - 2 * u)) / durationS ** 2,
  };
}
