import { common } from '#web/copy/common.ts';
import { therapist } from '#web/copy/therapist.ts';
import type { FieldErrors } from '#web/ui/formErrors.ts';
import { NumberField } from '#web/ui/numberField.tsx';
import { SelectField } from '#web/ui/selectField.tsx';
import { TextField } from '#web/ui/textField.tsx';
import type { ProfileForm } from './profileForm.ts';

const words = therapist.profile;
const patientWords = therapist.patient;
const BPM = 'beats/min';

interface ProfileFieldsProps {
  form: ProfileForm;
  errors: FieldErrors;
  change: (part: Partial<ProfileForm>) => void;
}

const optionsOf = <T extends string>(labels: Readonly<Record<T, string>>) =>
  (Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value] }));

export function ProfileFields({ form, errors, change }: ProfileFieldsProps) {
  const { limits } = form;
  const limit = (part: Partial<ProfileForm['limits']>) => change({ limits: { ...limits, ...part } });
  const number = (
    label: string,
    value: number | null,
    onValue: (value: number | null) => void,
    path: string,
    more: { unit?: string; step?: number; hint?: string } = {},
  ) => <NumberField label={label} value={value} onValue={onValue} error={errors[path]} {...more} />;
  return (
    <>
      <div class="fields">
        {number(
          patientWords.ceiling,
          limits.heartRateCeilingBpm,
          (value) => limit({ heartRateCeilingBpm: value }),
          'limits.heartRateCeilingBpm',
          { unit: BPM },
        )}
        {number(patientWords.effortCeiling, limits.rpeCeilingCr10, (value) => limit({ rpeCeilingCr10: value }), 'limits.rpeCeilingCr10', {
          unit: '/ 10',
        })}
        {number(words.doseMin, limits.doseMinMinutes, (value) => limit({ doseMinMinutes: value }), 'limits.doseMinMinutes', {
          unit: 'min',
        })}
        {number(words.doseMax, limits.doseMaxMinutes, (value) => limit({ doseMaxMinutes: value }), 'limits.doseMaxMinutes', {
          unit: 'min',
        })}
        {number(patientWords.weeklyRise, limits.weeklyRisePct, (value) => limit({ weeklyRisePct: value }), 'limits.weeklyRisePct', {
          unit: '%',
        })}
        <SelectField
          label={patientWords.mode}
          value={form.mode}
          options={optionsOf(patientWords.modes)}
          onValue={(mode) => change({ mode })}
        />
        <SelectField
          label={patientWords.pem}
          value={form.pemStatus}
          options={optionsOf(patientWords.pems)}
          onValue={(pemStatus) => change({ pemStatus })}
        />
        {number(words.painReference, form.painReferenceNrs, (value) => change({ painReferenceNrs: value }), 'painReferenceNrs', {
          hint: words.painReferenceHint,
        })}
      </div>
      <div class="fields">
        {number(words.birthYear, form.birthYear, (value) => change({ birthYear: value }), 'birthYear')}
        <SelectField
          label={words.sex}
          value={form.sex ?? 'none'}
          options={optionsOf(words.sexes)}
          onValue={(sex) => change({ sex: sex === 'none' ? null : sex })}
        />
        {number(words.massKg, form.massKg, (value) => change({ massKg: value }), 'massKg', { unit: 'kg', step: 0.5 })}
        {number(
          patientWords.restingHeart,
          form.restingHeartRateBpm,
          (value) => change({ restingHeartRateBpm: value }),
          'restingHeartRateBpm',
          { unit: BPM },
        )}
        {number(
          words.measuredMax,
          form.measuredMaxHeartRateBpm,
          (value) => change({ measuredMaxHeartRateBpm: value }),
          'measuredMaxHeartRateBpm',
          {
            unit: BPM,
            hint: words.measuredMaxHint,
          },
        )}
        <SelectField
          label={words.betaBlocker}
          value={form.betaBlocker === null ? 'unknown' : form.betaBlocker ? 'yes' : 'no'}
          options={optionsOf(words.yesNo)}
          onValue={(answer) => change({ betaBlocker: answer === 'unknown' ? null : answer === 'yes' })}
        />
        <SelectField
          label={words.fatigueDominant}
          value={form.fatigueDominant === undefined ? 'unknown' : form.fatigueDominant ? 'yes' : 'no'}
          options={optionsOf(words.yesNo)}
          onValue={(answer) => change({ fatigueDominant: answer === 'unknown' ? undefined : answer === 'yes' })}
        />
        <div class="wide">
          <TextField
            label={words.complaint}
            value={form.complaint}
            onValue={(complaint) => change({ complaint })}
            error={errors.complaint}
          />
        </div>
      </div>
      {errors.suspended !== undefined && <span class="field-error">{common.error.validation}</span>}
    </>
  );
}
