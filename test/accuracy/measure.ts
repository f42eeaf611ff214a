import { clockMapping } from './clocks.ts';
import { DataFolder } from './dataFolder.ts';
import { heartFormulas } from './formulas.ts';
import { broadHeading } from './heading.ts';
import { kneeAngle } from './joint.ts';
import { broadInclination, phoneInclination } from './orientation.ts';
import { angleRepetitions, wristRepetitions } from './repetitions.ts';
import { walkedSteps } from './steps.ts';
import type { Section } from './types.ts';

const SUBJECTS: Readonly<Record<string, (folder: DataFolder) => Section | null>> = {
  'inclination (broad_*)': broadInclination,
  'orientation with magnetometer (broad_*)': broadHeading,
  'phones (phone_*)': phoneInclination,
  'knee angle (knee_*)': kneeAngle,
  'repetitions on angles (uiprmd_*)': angleRepetitions,
  'repetitions at the wrist (index.csv)': wristRepetitions,
  'steps (*_25hz.csv)': walkedSteps,
  'heart, load and activity formulas (*_expected.json)': heartFormulas,
};

export interface Measured {
  readonly sections: readonly Section[];
  /** Subjects for which the folder has no recording. */
  readonly missing: readonly string[];
}

/** Measures every subject for which `data` has recordings. */
export function measureAccuracy(data: string, onSubject: (title: string) => void): Measured {
  const folder = new DataFolder(data);
  const sections: Section[] = [];
  const missing: string[] = [];
  for (const [title, measure] of Object.entries(SUBJECTS)) {
    onSubject(title);
    const section = measure(folder);
    if (section === null) missing.push(title);
    else sections.push(section);
  }
  // Simulated, so it needs no recordings; where there are none, the page is not written and nothing is measured.
  if (sections.length > 0) {
    onSubject('sensor clocks (simulated)');
    sections.push(clockMapping());
  }
  return { sections, missing };
}
