import { analyzeActivity } from './activity.ts';
import { analyzeHeart } from './heart.ts';
import { CannotWrite, EXIT_REFUSED, EXIT_USAGE, type Io } from './io.ts';
import { analyzeJoint } from './joint.ts';
import { analyzeLoad } from './load.ts';
import { analyzeOrientation } from './orientation.ts';
import { analyzeReps } from './reps.ts';
import { analyzeRr } from './rr.ts';
import { analyzeSteps } from './steps.ts';

const USAGE = `evenpace analyze orientation --imu F [--mag] [--mode live|smooth] [--preset wearable|phone] [--lead-ms N] [--out F]
evenpace analyze joint --imu F [--mode live|smooth] [--out F]
evenpace analyze reps --imu F | --angle F [--column angle_1_deg] [--min-rom-deg N] [--live]
evenpace analyze heart --hr F --profile F [--from-s N] [--to-s N]
evenpace analyze rr --rr F [--first N]
evenpace analyze load --daily F
evenpace analyze steps --acc F [--unit mg|g|m_s2] [--rate-hz N]
evenpace analyze activity --acc F [--unit mg|g|m_s2] [--rate-hz N] [--epoch-s N] [--own-walk F --place WHERE] [--cut-points NAME]
`;

type Command = (args: readonly string[], io: Io) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  orientation: analyzeOrientation,
  joint: analyzeJoint,
  reps: analyzeReps,
  heart: analyzeHeart,
  rr: analyzeRr,
  load: analyzeLoad,
  steps: analyzeSteps,
  activity: analyzeActivity,
};

/** `evenpace analyze <what> ...`: reads CSV or CSV.gz, writes CSV or JSON. Returns the exit code. */
export async function runAnalyze(argv: readonly string[], io: Io): Promise<number> {
  const [name = '', ...rest] = argv;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const help = name === '' || name === '--help' || name === 'help';
    if (!help) io.stderr(`analyze: unknown command "${name}"\n`);
    io.stderr(USAGE);
    return help && name !== '' ? 0 : EXIT_USAGE;
  }
  try {
    return await command(rest, io);
  } catch (error) {
    if (!(error instanceof CannotWrite)) throw error;
    io.stderr(`analyze ${name}: ${error.message}\n`);
    return EXIT_REFUSED;
  }
}
