import { useEffect } from 'preact/hooks';
import { useLocation } from 'wouter-preact';

let cameBack = false;

/** A new page starts at its top with the focus on its content; going back leaves the browser's own scroll position alone. */
export function usePageTop(): void {
  const [location] = useLocation();
  useEffect(() => {
    const onPopState = () => {
      cameBack = true;
    };
    addEventListener('popstate', onPopState);
    return () => removeEventListener('popstate', onPopState);
  }, []);
  useEffect(() => {
    if (!cameBack) {
      scrollTo(0, 0);
      const main = document.getElementById('main');
      if (main !== null && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
    }
    cameBack = false;
  }, [location]);
}
