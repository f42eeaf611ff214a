import type { CDPSession } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time, us. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/**
 * Processor time of the longest task of the page's main thread while `work` runs, ms. Unlike a long task's duration it does not hold what
 * the thread had to wait for on a computer that others use as well.
 */
export async function longestTaskCpuMs(devtools: CDPSession, work: () => Promise<void>): Promise<number> {
  const events: TraceEvent[] = [];
  devtools.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) events.push(event);
  });
  await devtools.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel'] } });
  await work();
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  await devtools.send('Tracing.end');
  await complete;
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
  const mainThreads = new Set(events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf));
  const tasks = events.filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && mainThreads.has(threadOf(event)));
  const timed = tasks.flatMap(({ tdur }) => tdur ?? []);
  if (timed.length === 0) throw new Error('the trace shows no task of a page');
  const longestUs = timed.reduce((longest, tdur) => Math.max(longest, tdur), 0);
  return longestUs / 1000;
}
