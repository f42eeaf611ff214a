import { type CommandIo, serveUntilStopped } from '#server/cli/serve.ts';
import { DataFolderRefused } from '#server/db/lock.ts';
import { calendarOf } from '#server/demo/calendar.ts';
import { buildDemoClinic, DEMO_PT } from '#server/demo/clinic.ts';
import { DemoFolderRefused, markReady, prepareFolder } from '#server/demo/folder.ts';
import { demoPeople, emailOf, type Person } from '#server/demo/people.ts';
import type { RunningServer } from '#server/node.ts';
import { localDayOf } from '#shared/schema/time.ts';

const DATA_DIR = './data/demo';
const SEED = 20;
const DAY_COUNT = 84;
/** Printed at each start: nobody real lives here. */
const PASSWORD = 'simulated-people';
const PROGRESS_EVERY_MS = 3_000;

/** `evenpace demo`: a clinic of invented people, twelve weeks up to today. Returns the exit code. */
export async function runDemo(env: Readonly<Record<string, string | undefined>>, io: CommandIo): Promise<number> {
  const dataDir = env.DATA_DIR || DATA_DIR;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const nowUs = Date.now() * 1000;
  const lastDay = localDayOf(calendarOf(zone).at(nowUs));
  const people = demoPeople();

  async function fill({ deps }: RunningServer): Promise<void> {
    io.stdout(`Inventing ${people.length} patients over ${DAY_COUNT / 7} weeks ...\n`);
    const began = performance.now();
    let told = began;
    const onProgress = (lived: number, all: number) => {
      if (performance.now() - told < PROGRESS_EVERY_MS) return;
      told = performance.now();
      io.stdout(`  ${Math.floor((100 * lived) / all)} %\n`);
    };
    await buildDemoClinic(deps, { seed: SEED, people, dayCount: DAY_COUNT, lastDay, zone, nowUs, password: PASSWORD, onProgress });
    markReady(dataDir, lastDay);
    io.stdout(`Done in ${Math.round((performance.now() - began) / 1000)} s.\n`);
  }

  try {
    const state = prepareFolder(dataDir, lastDay);
    return await serveUntilStopped(env, io, { dataDir, demo: true }, async (server) => {
      if (state === 'empty') await fill(server);
      io.stdout(logins(people));
    });
  } catch (error) {
    if (!(error instanceof DemoFolderRefused || error instanceof DataFolderRefused)) throw error;
    io.stderr(`${error.message}\n`);
    return 1;
  }
}

/** Whom to be: the PT, and three patients on different courses. */
function logins(people: readonly Person[]): string {
  const shown = [
    [DEMO_PT, 'physical therapist'],
    ...(['boomBust', 'improving', 'redFlag'] as const).flatMap((course) => {
      const person = people.find((candidate) => candidate.course === course);
      return person ? [[person.name, `patient, ${person.complaint}`]] : [];
    }),
  ];
  const lines = shown.map(([name, who]) => `  ${emailOf(name).padEnd(28)} ${name}, ${who}\n`);
  return `All people and data here are simulated. Sign in with the password ${PASSWORD} as\n${lines.join('')}`;
}
