import type { BodySide } from '#shared/schema/quality.ts';

/** The invented people of the demo clinic. Names and lives are made up. */
export type Course = 'improving' | 'steady' | 'boomBust' | 'avoiding' | 'sore' | 'silent' | 'redFlag' | 'pem';

export interface Person {
  readonly name: string;
  readonly birthYear: number;
  readonly sex: 'female' | 'male';
  readonly complaint: string;
  readonly course: Course;
  readonly goal: string;
  readonly exerciseId: string;
  readonly side: BodySide;
  /** Range of motion of the exercise against that of an arm raise, for a believable angle. */
  readonly romShare: number;
  readonly tensSite: string;
  readonly usesTens: boolean;
  readonly betaBlocker: boolean;
}

type Background = Pick<Person, 'complaint' | 'goal' | 'exerciseId' | 'side' | 'romShare' | 'tensSite'>;

const BACKGROUNDS: readonly Background[] = [
  {
    complaint: 'chronic low back pain',
    goal: 'Garden for half an hour',
    exerciseId: 'forwardBend',
    side: 'none',
    romShare: 0.75,
    tensSite: 'Lower back',
  },
  {
    complaint: 'knee osteoarthritis',
    goal: 'Take the stairs at home',
    exerciseId: 'kneeBend',
    side: 'right',
    romShare: 1,
    tensSite: 'Knee',
  },
  {
    complaint: 'shoulder pain after surgery',
    goal: 'Reach the top shelf',
    exerciseId: 'shoulderAbduction',
    side: 'right',
    romShare: 1.15,
    tensSite: 'Shoulder',
  },
  {
    complaint: 'widespread pain',
    goal: 'Cook a meal without a break',
    exerciseId: 'sitToStand',
    side: 'right',
    romShare: 0.95,
    tensSite: 'Lower back',
  },
  { complaint: 'hip pain', goal: 'Walk to the market', exerciseId: 'squat', side: 'both', romShare: 1, tensSite: 'Hip' },
  {
    complaint: 'low back pain after disc surgery',
    goal: 'Walk the dog for twenty minutes',
    exerciseId: 'walking',
    side: 'none',
    romShare: 1,
    tensSite: 'Lower back',
  },
];

const NAMES = [
  'Ada Kern',
  'Milan Sorg',
  'Tove Olsen',
  'Lea Fontana',
  'Rui Pires',
  'Greta Lind',
  'Petra Novak',
  'Sam Rowe',
  'Bela Cerny',
  'Ana Duarte',
  'Jon Moss',
  'Ines Vidal',
  'Karl Weiss',
  'Nora Byrne',
  'Omar Haddad',
  'Elif Aydin',
  'Hugo Blanc',
  'Mina Sato',
  'Ivo Petrov',
  'Clara Roth',
  'Theo Marsh',
  'Lucia Greco',
  'Dan Albu',
  'Freya Holm',
  'Paul Adeyemi',
  'Rosa Campos',
  'Erik Dahl',
  'Mary Quinn',
  'Yusuf Kaya',
  'Vera Lang',
] as const;

const COURSES: readonly Course[] = [
  'steady',
  'boomBust',
  'improving',
  'sore',
  'avoiding',
  'steady',
  'improving',
  'silent',
  'steady',
  'boomBust',
];

/** Two of five, so that TENS meets every course and every exercise. */
const TENS_USERS: ReadonlySet<number> = new Set([1, 2]);

/** Whose screen for post-exertional malaise is positive, so that one plan runs in the PEM-safe mode. */
const PEM_PERSON = 13;

/** 30 people; the first has the red flag, so that the top of the panel shows one. */
export function demoPeople(): readonly Person[] {
  return NAMES.map((name, i) => ({
    ...BACKGROUNDS[i % BACKGROUNDS.length],
    name,
    birthYear: 1948 + ((i * 17) % 50),
    sex: i % 5 < 3 ? 'female' : 'male',
    course: i === 0 ? 'redFlag' : i === PEM_PERSON ? 'pem' : COURSES[i % COURSES.length],
    usesTens: TENS_USERS.has(i % 5),
    betaBlocker: i % 9 === 4,
  }));
}

/** The sign-in name of an invented person; the domain is reserved and receives no mail (RFC 2606). */
export const emailOf = (name: string) => `${name.toLowerCase().replaceAll(' ', '.')}@demo.example`;
