import { html, raw } from 'hono/html';
import type { OpenApiDocument } from '#server/openapi/document.ts';

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly access: string;
  readonly body: string | null;
  readonly answers: readonly { readonly status: string; readonly what: string }[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const ACCESS_WORDS: Readonly<Record<string, string>> = {
  public: 'anyone',
  signedIn: 'signed in',
  patient: 'patient',
  staff: 'PT or admin',
};

/** The readable page of the API: a plain list of operations, no script and nothing from elsewhere. */
export function apiReferencePage(document: OpenApiDocument) {
  const groups = Object.entries(Object.groupBy(operations(document), (entry) => entry.tag)).sort(([a], [b]) => a.localeCompare(b));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${document.info.title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${document.info.title} <small>${document.info.version}</small></h1>
<p>${document.info.description}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1 document</a></p>
<nav aria-label="Groups">${groups.map(([tag]) => html`<a href="#${tag}">${tag}</a> `)}</nav>
${groups.map(([tag, entries]) => html`<section><h2 id="${tag}">${tag}</h2>${(entries ?? []).map(operationBlock)}</section>`)}
</main>
</body>
</html>`;
}

function operationBlock(entry: Listed) {
  return html`<details>
<summary><code><b>${entry.method.toUpperCase()}</b> ${entry.path}</code> <span>${entry.summary}</span></summary>
${entry.description ? html`<p>${entry.description}</p>` : ''}
<dl>
<dt>For</dt><dd>${ACCESS_WORDS[entry.access] ?? entry.access}</dd>
${entry.body ? html`<dt>Body</dt><dd><code>${entry.body}</code></dd>` : ''}
${entry.answers.map(({ status, what }) => html`<dt>${status}</dt><dd>${what}</dd>`)}
</dl>
</details>`;
}

function operations(document: OpenApiDocument): (Listed & { tag: string })[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const op = item[method];
      if (!op) return [];
      return [
        {
          method,
          path,
          tag: op.tags?.[0] ?? 'other',
          summary: op.summary ?? '',
          description: op.description ?? '',
          access: String((op as { 'x-access'?: string })['x-access'] ?? ''),
          body: contentWords(op.requestBody),
          answers: Object.entries(op.responses ?? {})
            .sort(([a], [b]) => a.localeCompare(b))
            .map(([status, response]) => ({ status, what: contentWords(response) ?? descriptionOf(response) })),
        },
      ];
    }),
  );
}

/** "Panel (application/json)": the schema's name and the media type. */
function contentWords(holder: object | undefined): string | null {
  if (!holder || !('content' in holder)) return null;
  const [media, value] =
    Object.entries(holder.content as Record<string, { schema?: { $ref?: string; items?: { $ref?: string } } }>)[0] ?? [];
  if (!media) return null;
  const name = (ref: string | undefined) => ref?.split('/').pop();
  const item = name(value?.schema?.items?.$ref);
  const schema = name(value?.schema?.$ref) ?? (item ? `list of ${item}` : null);
  if (schema === 'Problem') return descriptionOf(holder);
  return schema ? `${schema} (${media})` : media;
}

const descriptionOf = (holder: object) => ('description' in holder ? String(holder.description) : '');

const STYLE = `
:root { color-scheme: light dark; background: light-dark(#fff, #16191a); color: light-dark(#1a2021, #e8eceb); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
small { font-weight: normal; opacity: .7; }
h2 { margin: 2rem 0 .5rem; }
a { color: light-dark(#0b5f61, #7fd0cd); }
nav a { margin-right: .75rem; }
details { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .25rem 0; }
summary { cursor: pointer; padding: .5rem 0; min-height: 1.5rem; }
summary span { margin-left: .75rem; }
code { font-family: ui-monospace, monospace; font-size: .95em; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 0 1rem; }
dt { font-weight: 600; } dd { margin: 0; }
`;
