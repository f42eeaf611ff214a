/** A usual range of motion of healthy adults. */
export interface RomNorm {
  readonly joint: 'shoulder' | 'elbow' | 'forearm' | 'wrist';
  readonly movement: string;
  readonly deg: number;
}

/** Upper limb only. Source: American Academy of Orthopaedic Surgeons, Joint Motion: Method of Measuring and Recording, 1965. */
export const aaosUpperLimb: readonly RomNorm[] = [
  { joint: 'shoulder', movement: 'flexion', deg: 180 },
  { joint: 'shoulder', movement: 'extension', deg: 60 },
  { joint: 'shoulder', movement: 'abduction', deg: 180 },
  { joint: 'shoulder', movement: 'internalRotation', deg: 70 },
  { joint: 'shoulder', movement: 'externalRotation', deg: 90 },
  { joint: 'elbow', movement: 'flexion', deg: 150 },
  { joint: 'forearm', movement: 'pronation', deg: 80 },
  { joint: 'forearm', movement: 'supination', deg: 80 },
  { joint: 'wrist', movement: 'flexion', deg: 80 },
  { joint: 'wrist', movement: 'extension', deg: 70 },
];
