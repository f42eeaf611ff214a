import { useEffect, useState } from 'preact/hooks';
import type { PanelRow } from '#shared/schema/api.ts';
import { panelKey } from './panelList.ts';

interface PanelKeys {
  rows: readonly PanelRow[];
  open: (row: PanelRow) => void;
  focusSearch: () => void;
  reveal: (row: PanelRow) => void;
}

/** Index of the selected row, -1 for none. Keys work unless the person types, has a dialog open or uses a shortcut of the browser. */
export function usePanelKeys({ rows, open, focusSearch, reveal }: PanelKeys): number {
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const index = rows.findIndex((row) => row.patientId === selectedId);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const action = panelKey(event.key, index, rows.length);
      if (action === null) return;
      event.preventDefault();
      if (action.do === 'search') return focusSearch();
      const row = rows[action.index];
      if (action.do === 'open') return open(row);
      setSelectedId(row.patientId);
      reveal(row);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [rows, index]);
  return index;
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]') !== null) return true;
  return target instanceof Element && target.closest('input, textarea, select, button, a, summary') !== null;
}
