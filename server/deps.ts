import type { Store } from '#server/db/store.ts';
import type { Refinement } from '#shared/analysis/refine.ts';
import type { AnalysisResult } from '#shared/analysis/types.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';

/** Everything the app needs from outside. Made once at an entry (node.ts, tests), passed to createApp. */
export interface Deps {
  readonly store: Store;
  readonly clock: { nowUs(): number };
  readonly random: { bytes(length: number): Uint8Array };
  readonly passwords: { hash(password: string): Promise<string>; verify(password: string, stored: string): Promise<boolean> };
  /** Runs the shared kernels over a whole recording, off the thread that answers requests: the live result made again; the second look. */
  readonly analysis: {
    analyse(recording: Recording): Promise<AnalysisResult>;
    refine(recording: Recording): Promise<RefinedRecording>;
  };
  /** Something is due that no answer waits for and that is kept in the database until it is done (services/session/refineNext.ts). */
  readonly background: { wake(): void };
  readonly log: Log;
  readonly config: AppConfig;
  /** Serves the built web client; absent in tests of the API alone. */
  readonly staticFiles: { read(path: string): Promise<{ body: Uint8Array; contentType: string; immutable: boolean } | null> } | null;
}

/** What the whole recording shows, or why it shows nothing. */
export interface RefinedRecording {
  readonly refinement: Refinement;
  /** Name of what went wrong; for the log. */
  readonly refineError: string | null;
}

/** A session as stored: what the analysis needs and nothing about the person. */
export interface Recording {
  readonly session: Session;
  readonly endedUs: number;
  /** In the order of (atUs, id). */
  readonly events: readonly SessionEvent[];
  /** Chunk bytes of each stream, in the order of their sequence. */
  readonly chunks: readonly { readonly streamId: string; readonly bytes: Uint8Array }[];
}

export interface AppConfig {
  /** Public origin, e.g. http://127.0.0.1:8787; the WebAuthn relying party id is its host name. */
  readonly origin: string;
  readonly version: string;
  /** Demo clinic: marked as simulated on every screen. */
  readonly demo: boolean;
}

/** Structured log line. Never health data: ids, counts, durations and codes only. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
  warn(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
  error(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
}
