import type { ImportProblem } from '#shared/import/found.ts';
import type { Plan } from '#shared/schema/plan.ts';
import { importCopy } from '#web/copy/import.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { FoundRow } from './FoundRow.tsx';
import type { ReviewItem } from './review.ts';
import type { FileNote } from './useImport.ts';

const copy = importCopy.review;

export interface ReviewStepProps {
  items: readonly ReviewItem[];
  notes: readonly FileNote[];
  /** The clinic said what it has. */
  complete: boolean;
  plan: Plan | null;
  onChange: (items: readonly ReviewItem[]) => void;
  onAdd: () => void;
  onAgain: () => void;
}

/** Everything that was found and what would become of it, before anything is stored. */
export function ReviewStep({ items, notes, complete, plan, onChange, onAdd, onAgain }: ReviewStepProps) {
  const chosen = items.filter((item) => item.chosen).length;
  const fresh = items.filter((item) => item.refusal === null && item.likeness === null);
  const refused = items.filter((item) => item.refusal !== null);
  const change = (changed: ReviewItem, part: Partial<ReviewItem>) =>
    onChange(items.map((item) => (item === changed ? { ...item, ...part } : item)));
  const passedOver = notes.reduce((sum, note) => sum + note.passedOver, 0);
  const tickAll = (tick: boolean) => onChange(items.map((item) => (fresh.includes(item) ? { ...item, chosen: tick } : item)));
  return (
    <div class="stack">
      {notes.map((note) => (
        <ProblemNotice key={note.file} note={note} nothing={!items.some(({ file }) => file === note.file)} />
      ))}
      {items.length === 0 && passedOver === 0 && !notes.some(({ problems, unread }) => unread !== null || problems.count > 0) && (
        <Notice tone="info" title={copy.title(0)}>
          {copy.nothing}
        </Notice>
      )}
      {!complete && <Notice tone="offline">{copy.offline}</Notice>}
      {items.length > 0 && (
        <Card title={copy.title(items.length - refused.length)}>
          {refused.length < items.length && <p class="muted small">{copy.lead}</p>}
          {fresh.length > 2 && (
            <div class="row">
              <Button small onClick={() => tickAll(true)}>
                {copy.all}
              </Button>
              <Button small onClick={() => tickAll(false)}>
                {copy.none}
              </Button>
            </div>
          )}
          <FoundList items={items.filter((item) => item.refusal === null)} plan={plan} onChange={change} />
          {refused.length > 0 && (
            <details class="problems" open={refused.length === items.length && refused.length <= SHOWN_AT_ONCE}>
              <summary>{copy.leftOut(refused.length)}</summary>
              <FoundList items={refused} plan={plan} onChange={change} />
            </details>
          )}
        </Card>
      )}
      {passedOver > 0 && <p class="muted small">{copy.passedOver(passedOver)}</p>}
      {refused.length < items.length && (
        <Button variant="primary" block disabled={chosen === 0} data-testid="import-add" onClick={onAdd}>
          {copy.add(chosen)}
        </Button>
      )}
      <Button block data-testid="import-again" onClick={onAgain}>
        {importCopy.again}
      </Button>
    </div>
  );
}

interface FoundListProps {
  items: readonly ReviewItem[];
  plan: Plan | null;
  onChange: (item: ReviewItem, part: Partial<ReviewItem>) => void;
}

function FoundList({ items, plan, onChange }: FoundListProps) {
  return (
    <ul class="plan-list">
      {items.map((item) => (
        <FoundRow key={`${item.identity.sessionId}:${item.file}`} item={item} plan={plan} onChange={(part) => onChange(item, part)} />
      ))}
    </ul>
  );
}

function ProblemNotice({ note, nothing }: { note: FileNote; nothing: boolean }) {
  const { problems, unread, file } = note;
  if (unread !== null)
    return <Notice tone="error">{unread === 'empty' ? importCopy.emptyFile(file) : importCopy.unknownFile(file)}</Notice>;
  if (problems.count === 0) return null;
  const rest = problems.count - problems.first.length;
  return (
    <Notice tone={nothing ? 'error' : 'warn'} title={`${file}: ${copy.problems(problems.count)}`}>
      <ProblemList problems={problems.first.slice(0, SHOWN_AT_ONCE)} />
      {problems.count > SHOWN_AT_ONCE && (
        <details class="problems">
          <summary>{copy.moreProblems(problems.count - SHOWN_AT_ONCE)}</summary>
          <ProblemList problems={problems.first.slice(SHOWN_AT_ONCE)} />
          {rest > 0 && <p class="small">{copy.moreProblems(rest)}</p>}
        </details>
      )}
    </Notice>
  );
}

const SHOWN_AT_ONCE = 3;

function ProblemList({ problems }: { problems: readonly ImportProblem[] }) {
  return (
    <ul class="problem-list">
      {problems.map(({ code, where, detail }) => (
        <li key={`${where}: ${detail}`} class="small">
          <b>{importCopy.problem[code]}</b>, {where}: {detail}
        </li>
      ))}
    </ul>
  );
}
