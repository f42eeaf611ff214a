import type { CatalogueRule } from '#shared/pacing/catalogue.ts';
import { conditionInWords } from '#shared/pacing/condition.ts';
import type { PacingParameters } from '#shared/schema/pacingApi.ts';
import { settingsCopy as copy } from '#web/copy/pacingSettings.ts';
import { Button } from '#web/ui/button.tsx';
import type { FieldErrors } from '#web/ui/formErrors.ts';
import { NumberField } from '#web/ui/numberField.tsx';
import { fieldOf, inheritedValue, type SettingsForm } from './settingsForm.ts';

interface RuleFieldsProps {
  rule: CatalogueRule;
  form: SettingsForm;
  errors: FieldErrors;
  /** The clinic's values under a patient's own; null on the clinic's page. */
  clinic: PacingParameters | null;
  onChange: (part: SettingsForm) => void;
}

/** One rule as it says itself: when it speaks with the values in force, its evidence, and each setting with unit, range and what it falls back to. */
export function RuleFields({ rule, form, errors, clinic, onChange }: RuleFieldsProps) {
  const parameters = Object.entries(rule.parameters);
  const inherited = Object.fromEntries(parameters.map(([name, parameter]) => [name, inheritedValue(parameter, rule.id, name, clinic)]));
  const values = Object.fromEntries(parameters.map(([name]) => [name, form[fieldOf(rule.id, name)] ?? inherited[name]]));
  const own = parameters.filter(([name]) => (form[fieldOf(rule.id, name)] ?? null) !== null);
  const wrong = parameters.some(([name]) => errors[fieldOf(rule.id, name)] !== undefined);
  return (
    <details class="rule" open={wrong || undefined}>
      <summary>
        <b class="rule-id">{rule.id}</b> <span>{rule.title}</span>
        {own.length > 0 && <span class="muted small">{copy.changed(own.length)}</span>}
      </summary>
      <div class="stack rule-body">
        <p>{conditionInWords(rule, values)}</p>
        <p class="muted small">
          {copy.looksAt} {rule.inputs.join('; ')}. {copy.evidence[rule.evidence]} {rule.source}.
        </p>
        {parameters.length === 0 && <p class="muted">{copy.noSettings}</p>}
        <div class="fields">
          {parameters.map(([name, { unit, min, max, meaning }]) => {
            const field = fieldOf(rule.id, name);
            return (
              <NumberField
                key={name}
                label={meaning}
                unit={unit === '1' ? undefined : unit}
                min={min}
                max={max}
                step={stepOf(min, max)}
                value={form[field] ?? null}
                placeholder={String(inherited[name])}
                onValue={(value) => onChange({ [field]: value })}
                hint={copy.hint(clinic === null ? copy.byDefault : copy.byClinic, inherited[name], min, max, unit === '1' ? '' : unit)}
                error={errors[field]}
              />
            );
          })}
        </div>
        {own.length > 0 && (
          <div>
            <Button small onClick={() => onChange(Object.fromEntries(own.map(([name]) => [fieldOf(rule.id, name), null])))}>
              {clinic === null ? copy.resetRule : copy.resetRuleToClinic}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}

/** Arrow keys move in steps that suit the range; any other value may be typed. */
const stepOf = (min: number, max: number): number => (max - min <= 2 ? 0.1 : max - min <= 10 ? 0.5 : 1);
