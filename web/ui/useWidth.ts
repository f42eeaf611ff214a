import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Width of an element in CSS px, so that a drawing keeps its letters at reading size on any screen. */
export function useWidth<T extends HTMLElement>(initialPx: number) {
  const ref = useRef<T>(null);
  const [widthPx, setWidthPx] = useState(initialPx);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    observer.observe(element);
    setWidthPx(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return { ref, widthPx };
}
