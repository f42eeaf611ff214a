import { EXIT_USAGE, type Io } from '#server/cli/analyze/io.ts';
import { pacingDecide } from './decide.ts';
import { pacingExplain } from './explain.ts';

const USAGE = `evenpace pacing decide --log F --profile F [--config F] [--text]
evenpace pacing explain --log F --profile F [--config F] [--decision ID] [--text]
`;

const COMMANDS: Readonly<Record<string, (args: readonly string[], io: Io) => Promise<number>>> = {
  decide: pacingDecide,
  explain: pacingExplain,
};

/** `evenpace pacing <what> ...`: the pacing engine over a log from a file. Returns the exit code. */
export async function runPacingCommand(argv: readonly string[], io: Io): Promise<number> {
  const [name = '', ...rest] = argv;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command(rest, io);
  const help = name === '--help' || name === 'help';
  if (name !== '' && !help) io.stderr(`pacing: unknown command "${name}"\n`);
  io.stderr(USAGE);
  return help ? 0 : EXIT_USAGE;
}
