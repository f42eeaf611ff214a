import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Deps } from '#server/deps.ts';

/** Cost of a new hash (OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane). */
export interface PasswordParams {
  readonly memoryKiB: number;
  readonly passes: number;
}

const PARAMS: PasswordParams = { memoryKiB: 19 * 1024, passes: 2 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** Hashes at once: bounds memory and leaves the other core to requests. */
const CONCURRENT = 2;
/** Largest cost accepted from a stored string, so that a row cannot exhaust the machine. */
const MOST: PasswordParams = { memoryKiB: 256 * 1024, passes: 10 };

const derive = promisify(argon2);

/** Passwords by argon2id. The parameters travel in the hash (PHC string), so raising them later leaves old hashes good. */
export function argon2Passwords(params: PasswordParams = PARAMS): Deps['passwords'] {
  const gate = atMost(CONCURRENT);
  const tagOf = (password: string, salt: Uint8Array, cost: PasswordParams) =>
    gate(() =>
      derive('argon2id', {
        message: password.normalize('NFKC'),
        nonce: salt,
        parallelism: 1,
        tagLength: TAG_BYTES,
        memory: cost.memoryKiB,
        passes: cost.passes,
      }),
    );
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const tag = await tagOf(password, salt, params);
      return `$argon2id$v=19$m=${params.memoryKiB},t=${params.passes},p=1$${base64(salt)}$${base64(tag)}`;
    },
    async verify(password, stored) {
      const parsed = parse(stored);
      if (!parsed) return false;
      return timingSafeEqual(await tagOf(password, parsed.salt, parsed.params), parsed.tag);
    },
  };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '');

function parse(stored: string): { params: PasswordParams; salt: Uint8Array; tag: Uint8Array } | null {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  if (!match) return null;
  const params = { memoryKiB: Number(match[1]), passes: Number(match[2]) };
  const salt = Buffer.from(match[3], 'base64');
  const tag = Buffer.from(match[4], 'base64');
  if (params.memoryKiB > MOST.memoryKiB || params.passes > MOST.passes || salt.length < 8 || tag.length !== TAG_BYTES) return null;
  return { params, salt, tag };
}

/** Runs at most `limit` tasks at once, the others wait in order. */
function atMost(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
