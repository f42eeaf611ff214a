/** What a sign-in keeps of the browser that asks. */
export interface Client {
  readonly userAgent: string | null;
  /** Address of the peer, for rate limits only; never stored. */
  readonly address: string;
  /** The sign-in token the browser already carries; it ends when a new one begins (rotation). */
  readonly previousToken: string | null;
}
