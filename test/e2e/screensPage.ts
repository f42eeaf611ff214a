import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Seen, VARIANTS } from './screensLook.ts';

const file = fileURLToPath(new URL('../../docs/screens.md', import.meta.url));

/** The list of pictures, when pictures were kept; and which touch targets are large enough but not as large as wished. */
export function writeScreensPage({ names, small }: Seen): void {
  if (process.env.SCREENS !== '1') return;
  const heads = VARIANTS.map(({ size, scheme }) => `${size}, ${scheme}`);
  const rows = [...names].sort().map((name) => {
    const links = VARIANTS.map(({ size, scheme }) => `[picture](screens/${name}-${size}-${scheme}.png)`);
    return `| ${[name, ...links].join(' | ')} |`;
  });
  const lines = [
    '# Screens',
    '',
    'Every screen at 390 x 844 and 1440 x 900, light and dark, as `npm run screenshots` takes them from a clinic of invented people.',
    'The same run checks each of them with axe-core (WCAG 2.0 to 2.2, A and AA), for sideways scrolling at 390 and 320 px, and for',
    'touch targets of at least 44 px.',
    '',
    `| screen | ${heads.join(' | ')} |`,
    `|${' --- |'.repeat(heads.length + 1)}`,
    ...rows,
    '',
  ];
  writeFileSync(file, lines.join('\n'));
  for (const each of small) process.stdout.write(`under 48 px: ${each}\n`);
}
