import type { Moment } from '#shared/schema/time.ts';

/** What another tab of this browser learns of the one that records. */
export interface RecordingTab {
  readonly sessionId: string;
  readonly exerciseName: string;
  readonly startedAt: Moment;
}

/** The part of BroadcastChannel that is used. */
export type TabChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener' | 'removeEventListener'>;

type Question = 'who' | 'handOver';
interface Asked {
  readonly asked: Question;
  readonly id: string;
}
interface Answered {
  readonly id: string;
  readonly answer: RecordingTab | HandOver;
}
/** `given`: all is stored and the tab has let go. `refused`: it could not store everything and goes on. */
export type HandOver = 'given' | 'refused';

/** A tab that a phone put to sleep does not answer; a hand-over has the last samples to encode and store. */
const PATIENCE_MS = { who: 1500, handOver: 8000 } as const satisfies Record<Question, number>;

/** Answers for the tab that records, until the returned function is called. */
export function answerTabs(channel: TabChannel, tab: () => RecordingTab, handOver: () => Promise<boolean>): () => void {
  const listen = async ({ data }: MessageEvent<Asked | Answered>) => {
    if (!('asked' in data)) return;
    const answer = data.asked === 'who' ? tab() : (await handOver()) ? 'given' : 'refused';
    channel.postMessage({ id: data.id, answer } satisfies Answered);
  };
  channel.addEventListener('message', listen);
  return () => channel.removeEventListener('message', listen);
}

/** Which session another tab records; null when none answers. */
export const askRecordingTab = (channel: TabChannel): Promise<RecordingTab | null> => ask(channel, 'who');

/** Asks the recording tab to store everything and let go; null when it does not answer. */
export const askHandOver = (channel: TabChannel): Promise<HandOver | null> => ask(channel, 'handOver');

function ask<T>(channel: TabChannel, asked: Question): Promise<T | null> {
  const id = crypto.randomUUID();
  return new Promise((resolve) => {
    const end = (answer: T | null) => {
      clearTimeout(timer);
      channel.removeEventListener('message', listen);
      resolve(answer);
    };
    const listen = ({ data }: MessageEvent<Asked | Answered>) => {
      if ('answer' in data && data.id === id) end(data.answer as T);
    };
    const timer = setTimeout(() => end(null), PATIENCE_MS[asked]);
    channel.addEventListener('message', listen);
    channel.postMessage({ asked, id } satisfies Asked);
  });
}
