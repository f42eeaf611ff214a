import { useState } from 'preact/hooks';
import type { TensPrescription } from '#shared/schema/plan.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { readOpenEmsCommand } from '#shared/stimulation/openEmsStim.ts';
import type { DeviceFillable } from '#shared/stimulation/reading.ts';
import { tens } from '#shared/treatments/tens.ts';
import { tensCopy } from '#web/copy/tens.ts';
import type { DeviceReading } from '#web/live/stimulatorRead.ts';
import { patientId } from '#web/patient/useToday.ts';
import { appDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { saveStimulation } from '#web/store/records.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { NrsScale } from '#web/ui/nrsScale.tsx';
import { NumberField } from '#web/ui/numberField.tsx';
import { SelectField } from '#web/ui/selectField.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { deviceNote, filledFrom, type Typed } from './deviceFill.ts';
import { TensDevice } from './tensDevice.tsx';

const OTHER = 'other';
/** As the log takes it (shared/schema/stimulation.ts). */
const INTENSITY = { min: 0, max: 200 } as const;

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly site: string | null;
  readonly frequencyHz: number | null;
  readonly pulseWidthUs: number | null;
  readonly durationMinutes: number;
}

/** The PT's prescriptions first, then common programmes, then one's own setting. */
function choicesOf(prescriptions: readonly TensPrescription[]): Choice[] {
  return [
    ...prescriptions.map((each, i) => ({
      ...each,
      value: `prescribed-${i}`,
      label: `${tensCopy.prescribed}: ${each.frequencyHz} Hz, ${each.pulseWidthUs} µs`,
    })),
    ...tens.programmes.map((each) => ({
      ...each,
      value: each.id,
      label: `${each.name}: ${each.frequencyHz} Hz, ${each.pulseWidthUs} µs`,
      site: null,
    })),
    { value: OTHER, label: tensCopy.ownProgramme, site: null, frequencyHz: null, pulseWidthUs: null, durationMinutes: 30 },
  ];
}

/** Where, how and how long; pain and tiredness before. Starts the timer only: the box is the patient's own. */
export function TensStart({ prescriptions, onStarted }: { prescriptions: readonly TensPrescription[]; onStarted: () => void }) {
  const choices = choicesOf(prescriptions);
  const [choice, setChoice] = useState<Choice>(choices[0]);
  const [placement, setPlacement] = useState<string>(choices[0].site === null ? tens.placements[0].id : OTHER);
  const [site, setSite] = useState(choices[0].site ?? '');
  const [frequencyHz, setFrequencyHz] = useState(choice.frequencyHz);
  const [pulseWidthUs, setPulseWidthUs] = useState(choice.pulseWidthUs);
  const [minutes, setMinutes] = useState<number | null>(choice.durationMinutes);
  const [intensity, setIntensity] = useState<number | null>(null);
  const [intensityUnit, setIntensityUnit] = useState<'mA' | 'level' | null>(null);
  const [typed, setTyped] = useState<Typed>(new Set());
  const [read, setRead] = useState<DeviceReading | null>(null);
  const [command, setCommand] = useState('');
  const [pain, setPain] = useState<number | null>(null);
  const [fatigue, setFatigue] = useState<number | null>(null);
  const known = tens.placements.find((each) => each.id === placement);
  const where = known?.name ?? site.trim();

  function choose(value: string) {
    const next = choices.find((each) => each.value === value) ?? choices[0];
    setChoice(next);
    setFrequencyHz(next.frequencyHz);
    setPulseWidthUs(next.pulseWidthUs);
    setMinutes(next.durationMinutes);
    setTyped(new Set());
    if (next.site !== null) {
      setPlacement(OTHER);
      setSite(next.site);
    }
  }
  const byHand =
    (key: keyof DeviceFillable, set: (value: number | null) => void) =>
    (value: number | null): void => {
      setTyped(new Set([...typed, key]));
      set(value);
    };
  function fill(answer: DeviceReading) {
    const form = { frequencyHz, pulseWidthUs, intensity, intensityUnit, plannedMinutes: minutes };
    const filled = filledFrom(form, typed, answer.reading);
    setRead(answer);
    setFrequencyHz(filled.frequencyHz);
    setPulseWidthUs(filled.pulseWidthUs);
    setMinutes(filled.plannedMinutes === null ? null : Math.round(filled.plannedMinutes));
    setIntensity(filled.intensity);
    setIntensityUnit(filled.intensityUnit);
  }
  async function start() {
    const startedAt = now.moment();
    await saveStimulation(appDb(), {
      id: newId(),
      patientId: patientId(),
      sessionId: null,
      startedAt,
      localDay: localDayOf(startedAt),
      endedAt: null,
      plannedMinutes: minutes ?? 30,
      site: where,
      frequencyHz,
      pulseWidthUs,
      intensity,
      intensityUnit: intensity === null ? null : intensityUnit,
      sensation: null,
      painBeforeNrs: pain,
      painAt30MinNrs: null,
      painAfterNrs: null,
      fatigueBeforeNrs: fatigue,
      fatigueAfterNrs: null,
      skinCheckOk: null,
      screenAnswered: true,
      contraindicationCount: 0,
      source: read?.source ?? 'manual',
      note: deviceNote(read, readOpenEmsCommand(command) === null ? null : command.trim().toUpperCase()),
    });
    onStarted();
  }
  const [hz, width, time] = tens.doseFields;
  const inRange = (value: number | null, field: { min: number; max: number }) =>
    value === null || (value >= field.min && value <= field.max);
  const wrong = (value: number | null, field: { min: number; max: number; unit: string }) =>
    inRange(value, field) ? undefined : tensCopy.range(field.min, field.max, field.unit);
  const valid =
    where !== '' &&
    minutes !== null &&
    inRange(minutes, time) &&
    inRange(frequencyHz, hz) &&
    inRange(pulseWidthUs, width) &&
    inRange(intensity, INTENSITY);
  return (
    <Card title={tensCopy.whereTitle}>
      <div class="stack">
        <SelectField label={tensCopy.programme} value={choice.value} options={choices} onValue={choose} />
        <SelectField
          label={tensCopy.site}
          value={placement}
          options={[
            ...tens.placements.map((each) => ({ value: each.id as string, label: each.name })),
            { value: OTHER, label: tensCopy.otherSite },
          ]}
          onValue={setPlacement}
          hint={known?.how}
        />
        {known === undefined && <TextField label={tensCopy.otherSite} value={site} onValue={setSite} maxLength={80} />}
        <div class="tens-numbers">
          <NumberField
            label={tensCopy.frequency}
            error={wrong(frequencyHz, hz)}
            unit={hz.unit}
            min={hz.min}
            max={hz.max}
            value={frequencyHz}
            onValue={byHand('frequencyHz', setFrequencyHz)}
          />
          <NumberField
            label={tensCopy.pulseWidth}
            error={wrong(pulseWidthUs, width)}
            unit={width.unit}
            min={width.min}
            max={width.max}
            step={width.step}
            value={pulseWidthUs}
            onValue={byHand('pulseWidthUs', setPulseWidthUs)}
          />
          <NumberField
            label={tensCopy.minutes}
            error={minutes === null ? tensCopy.range(time.min, time.max, time.unit) : wrong(minutes, time)}
            unit={time.unit}
            min={time.min}
            max={time.max}
            value={minutes}
            onValue={byHand('plannedMinutes', setMinutes)}
          />
          {intensityUnit !== null && (
            <NumberField
              label={tensCopy.intensity}
              error={wrong(intensity, { ...INTENSITY, unit: tensCopy.intensityUnit[intensityUnit] })}
              unit={tensCopy.intensityUnit[intensityUnit]}
              min={INTENSITY.min}
              max={INTENSITY.max}
              value={intensity}
              onValue={byHand('intensity', setIntensity)}
            />
          )}
        </div>
        <TensDevice read={read} onRead={fill} command={command} onCommand={setCommand} />
        <NrsScale legend={tensCopy.painNow} value={pain} onChange={setPain} />
        <NrsScale
          legend={tensCopy.fatigueNow}
          value={fatigue}
          onChange={setFatigue}
          lowWord={tensCopy.fatigueLow}
          highWord={tensCopy.fatigueHigh}
          tone="accent"
        />
        <p>{tensCopy.boxOn}</p>
        <Button variant="primary" block disabled={!valid} onClick={start}>
          {tensCopy.startTimer}
        </Button>
      </div>
    </Card>
  );
}
