/** Keeps the screen awake. The browser takes the lock away whenever the page is hidden, so it is asked for again on return. */
export function keepAwake(): () => void {
  let sentinel: WakeLockSentinel | null = null;
  let wanted = true;
  const acquire = async () => {
    if (!wanted || document.visibilityState !== 'visible' || navigator.wakeLock === undefined) return;
    try {
      sentinel = await navigator.wakeLock.request('screen');
      if (!wanted) await sentinel.release();
    } catch {
      // Refused, e.g. in battery saving: the session runs on, the screen may dim.
    }
  };
  const onVisible = () => void acquire();
  document.addEventListener('visibilitychange', onVisible);
  void acquire();
  return () => {
    wanted = false;
    document.removeEventListener('visibilitychange', onVisible);
    void sentinel?.release();
  };
}
