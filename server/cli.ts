import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import type { Io } from '#server/cli/analyze/io.ts';

const USAGE = `evenpace serve            start the server (PORT, HOST, DATA_DIR, ORIGIN)
evenpace demo             start it with a clinic of simulated patients
evenpace analyze ...      analyse recordings from CSV files; "evenpace analyze" alone explains how
evenpace pacing ...       decide and explain from a log; "evenpace pacing" alone explains how
`;

const io: Io = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  readFile: (path) => readFile(path),
  writeFile: (path, text) => writeFile(path, text),
};

process.exitCode = await main(process.argv.slice(2));

async function main([command, ...rest]: readonly string[]): Promise<number> {
  switch (command) {
    case 'serve': {
      const { runServe } = await import('#server/cli/serve.ts');
      return runServe(process.env, io);
    }
    case 'demo': {
      const { runDemo } = await import('#server/cli/demo.ts');
      return runDemo(process.env, io);
    }
    case 'analyze': {
      const { runAnalyze } = await import('#server/cli/analyze/index.ts');
      return runAnalyze(rest, io);
    }
    case 'pacing': {
      const { runPacingCommand } = await import('#server/cli/pacing/index.ts');
      return runPacingCommand(rest, io);
    }
    case 'help':
    case '--help':
    case '-h':
      io.stdout(USAGE);
      return 0;
    default:
      io.stderr(command === undefined ? USAGE : `There is no command "${command}".\n${USAGE}`);
      return 1;
  }
}
