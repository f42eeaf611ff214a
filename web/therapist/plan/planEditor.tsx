import { useState } from 'preact/hooks';
import { exerciseName } from '#shared/import/activities.ts';
import type { Plan, PlanDraft } from '#shared/schema/plan.ts';
import { ApiError } from '#web/api/apiError.ts';
import { api } from '#web/api/client.ts';
import { fieldErrors } from '#web/api/errorText.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { plan as words } from '#web/copy/plan.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import type { FieldErrors } from '#web/ui/formErrors.ts';
import { showToast } from '#web/ui/toast.tsx';
import { planDifferences } from './differences.ts';
import { PlanFields } from './planFields.tsx';
import { checkPlan, draftOfPlan, emptyPlan, type PlanForm, planForm } from './planForm.ts';

interface PlanEditorProps {
  patientId: string;
  current: Plan | null;
  onSaved: (plan: Plan) => void;
}

/** Writes the next version. When someone else was faster it shows what they changed and lets the PT decide; nothing is overwritten. */
export function PlanEditor({ patientId, current, onSaved }: PlanEditorProps) {
  const base = current === null ? emptyPlan : draftOfPlan(current);
  const [form, setForm] = useState<PlanForm>(() => planForm(base, newId));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [newer, setNewer] = useState<Plan | null>(null);
  const count = Object.keys(errors).length;

  async function save(baseVersion: number) {
    const checked = checkPlan(form);
    setErrors(checked.ok ? {} : checked.errors);
    if (!checked.ok) return;
    setBusy(true);
    setFailure(null);
    setNewer(null);
    try {
      const saved = await api.savePlan(patientId, { id: newId(), baseVersion, createdAt: now.moment(), plan: checked.plan });
      showToast({ text: words.saved(saved.version) });
      onSaved(saved);
    } catch (error) {
      await explain(error);
    } finally {
      setBusy(false);
    }
  }

  async function explain(error: unknown) {
    if (error instanceof ApiError && (error.code === 'conflict' || error.code === 'preconditionFailed')) {
      const latest = await api.plan(patientId).catch(() => null);
      if (latest !== null && latest.version !== current?.version) return setNewer(latest);
    }
    setErrors(planPaths(fieldErrors(error)));
    setFailure(error);
  }

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(current?.version ?? 0);
      }}
    >
      <PlanFields form={form} errors={errors} change={(part) => setForm((old) => ({ ...old, ...part }))} />
      {failure !== null && <ErrorNotice error={failure} />}
      <div class="plan-bar">
        <Button type="submit" variant="primary" busy={busy}>
          {words.save}
        </Button>
        <span class="field-error" role="status" hidden={count === 0}>
          {count > 0 && words.fix(count)}
        </span>
      </div>
      <Conflict base={base} newer={newer} onClose={() => setNewer(null)} keepMine={(version) => void save(version)} takeTheirs={onSaved} />
    </form>
  );
}

/** The server names fields from the request's root; the form from the plan's. */
function planPaths(errors: FieldErrors): FieldErrors {
  return Object.fromEntries(Object.entries(errors).map(([path, message]) => [path.replace(/^plan\./, ''), message]));
}

interface ConflictProps {
  base: PlanDraft;
  newer: Plan | null;
  onClose: () => void;
  keepMine: (version: number) => void;
  takeTheirs: (plan: Plan) => void;
}

function Conflict({ base, newer, onClose, keepMine, takeTheirs }: ConflictProps) {
  const differences = newer === null ? [] : planDifferences(base, draftOfPlan(newer), exerciseName);
  return (
    <Dialog open={newer !== null} title={words.conflictTitle} onClose={onClose}>
      {newer !== null && (
        <>
          <p>{words.conflictText(newer.version)}</p>
          {differences.length === 0 ? (
            <p class="muted">{words.sameContent}</p>
          ) : (
            <ul>
              {differences.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          )}
          <div class="row row-fill">
            <Button onClick={() => takeTheirs(newer)}>{words.takeTheirs}</Button>
            <Button variant="primary" onClick={() => keepMine(newer.version)}>
              {words.keepMine}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
