import fc from 'fast-check';
import { expect, test } from 'vitest';
import { panelRow } from '#test/web/ui/fixtures.ts';
import { countAttention, filterRows, leadSentence, panelKey } from '#web/therapist/panel/panelList.ts';

const rows = [
  panelRow(1, { displayName: 'José Álvarez', attention: 'now', why: 'Chest pressure reported. Stopped.' }),
  panelRow(2, { displayName: 'Mira Okafor', attention: 'today', why: 'Two booms in 10 days.' }),
  panelRow(3, { displayName: 'Jo Chen', attention: 'steady' }),
];

test('search finds names without accents and words of the reason, keeping the order of need', () => {
  expect(filterRows(rows, 'jose').map((row) => row.displayName)).toEqual(['José Álvarez']);
  expect(filterRows(rows, 'JO').map((row) => row.displayName)).toEqual(['José Álvarez', 'Jo Chen']);
  expect(filterRows(rows, 'okafor boom')).toHaveLength(1);
  expect(filterRows(rows, '  ')).toBe(rows);
  expect(filterRows(rows, 'nobody')).toEqual([]);
});

test('a search only ever leaves rows out', () => {
  fc.assert(
    fc.property(fc.string(), (query) => {
      const found = filterRows(rows, query);
      expect(found).toEqual(rows.filter((row) => found.includes(row)));
    }),
  );
});

test('counts by attention', () => {
  expect(countAttention(rows)).toEqual({ now: 1, today: 1, look: 0, steady: 1 });
});

test('j and k walk the list and stop at its ends; enter opens what is selected', () => {
  expect(panelKey('j', -1, 3)).toEqual({ do: 'select', index: 0 });
  expect(panelKey('ArrowDown', 2, 3)).toEqual({ do: 'select', index: 2 });
  expect(panelKey('k', 0, 3)).toEqual({ do: 'select', index: 0 });
  expect(panelKey('k', 2, 3)).toEqual({ do: 'select', index: 1 });
  expect(panelKey('Enter', 1, 3)).toEqual({ do: 'open', index: 1 });
  expect(panelKey('Enter', -1, 3)).toBeNull();
  expect(panelKey('j', -1, 0)).toBeNull();
  expect(panelKey('/', -1, 0)).toEqual({ do: 'search' });
  expect(panelKey('x', 1, 3)).toBeNull();
});

test('the first sentence of a reason stands out; a decimal point does not end it', () => {
  expect(leadSentence('Chest pressure reported. Stopped and suspended.')).toEqual(['Chest pressure reported.', ' Stopped and suspended.']);
  expect(leadSentence('1.8 times the quota')).toEqual(['1.8 times the quota', '']);
});
