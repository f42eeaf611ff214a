import { createServer } from 'node:net';

/** A TCP port of 127.0.0.1 that was free a moment ago. Prefer listening on port 0 yourself where the program can say which one it got. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
