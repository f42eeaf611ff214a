import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** Why this data folder cannot be used; the message is one sentence for the terminal. */
export class DataFolderRefused extends Error {
  override readonly name = 'DataFolderRefused';
}

/**
 * Takes the folder for this process: SQLite allows a second process, our single-writer rule does not. The lock file names the owner
 * (pid and start time); an owner that is gone is replaced. Returns the release.
 */
export function lockDataFolder(dataDir: string): () => void {
  const file = join(dataDir, 'evenpace.lock');
  const mine = `${process.pid} ${startOf(process.pid)}\n`;
  try {
    mkdirSync(dataDir, { recursive: true });
    for (let attempt = 0; attempt < 3; attempt++) {
      if (create(file, mine)) return () => release(file, mine);
      const owner = read(file);
      if (owner !== null && isAlive(owner)) {
        throw new DataFolderRefused(
          `Another Evenpace (process ${owner.split(' ')[0]}) is using ${dataDir}; stop it first or choose another DATA_DIR.`,
        );
      }
      setAside(file, owner);
    }
  } catch (error) {
    if (error instanceof DataFolderRefused) throw error;
    throw new DataFolderRefused(
      `The data folder ${dataDir} cannot be written (${codeOf(error)}); check its owner and rights or choose another DATA_DIR.`,
    );
  }
  throw new DataFolderRefused(`The data folder ${dataDir} is being taken by another Evenpace; try again.`);
}

function create(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead owner's lock away, unless somebody else took it over in this very moment. */
function setAside(file: string, seen: string | null): void {
  if (read(file) !== seen) return;
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  rmSync(aside, { force: true });
}

function release(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A pid alone is not an identity: after a restart (of a container above all) somebody else has it. */
function isAlive(owner: string): boolean {
  const [pidText, start] = owner.trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (pid === process.pid && start === startOf(pid)) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  return start === startOf(pid);
}

/** Boot id and start tick of a process where the system tells them (Linux, proc(5)), else "-". */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return '-';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
