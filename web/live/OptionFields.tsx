import { useState } from 'preact/hooks';
import { allowsValue, type DeviceOption, type NumberOption, type OptionValues } from '#devices/core/options.ts';
import type { DeviceDefinition } from '#devices/core/types.ts';
import { sensorCopy } from '#web/copy/sensors.ts';
import { now } from '#web/store/now.ts';
import { Button } from '#web/ui/button.tsx';
import { NumberField } from '#web/ui/numberField.tsx';
import { SelectField } from '#web/ui/selectField.tsx';
import { changeSensorMemory, optionsFor } from './sensorMemory.ts';

const words = sensorCopy.settings;

/** What may be chosen about a model, made from its definition; each change is kept at once and counts from the next connection on. */
export function OptionFields({ definition, onReconnect }: { definition: DeviceDefinition; onReconnect: () => void }) {
  const values = optionsFor(definition);
  const [touched, setTouched] = useState(false);
  const keep = (next: OptionValues | null) => {
    setTouched(true);
    void changeSensorMemory(({ options: { [definition.id]: _before, ...others }, ...memory }) => {
      return { ...memory, options: next === null ? others : { ...others, [definition.id]: { ...next } } };
    }, now.nowUs());
  };
  const asMade = definition.options.every((option) => values[option.key] === option.default);
  return (
    <div class="stack" data-testid="sensor-settings">
      <p class="muted small">{words.text}</p>
      {definition.options.map((option) => (
        <OptionField
          key={option.key}
          option={option}
          value={values[option.key]}
          onValue={(value) => keep({ ...values, [option.key]: value })}
        />
      ))}
      <div class="row">
        {touched && (
          <Button data-testid="reconnect" onClick={onReconnect}>
            {words.reconnect}
          </Button>
        )}
        {!asMade && (
          <Button variant="quiet" onClick={() => keep(null)}>
            {words.reset}
          </Button>
        )}
      </div>
    </div>
  );
}

interface FieldProps<Option, Value> {
  readonly option: Option;
  readonly value: Value;
  readonly onValue: (value: boolean | number) => void;
}

function OptionField({ option, value, onValue }: FieldProps<DeviceOption, boolean | number>) {
  if (option.type === 'switch') {
    return (
      <label class="option-switch">
        <input type="checkbox" checked={value === true} onChange={(event) => onValue(event.currentTarget.checked)} />
        <span>{option.label}</span>
      </label>
    );
  }
  if (option.choices !== undefined) {
    return (
      <SelectField
        label={option.label}
        value={String(value)}
        options={option.choices.map((choice) => ({
          value: String(choice),
          label: option.meanings?.[choice] ?? words.choice(choice, option.unit),
        }))}
        onValue={(chosen) => onValue(Number(chosen))}
      />
    );
  }
  return <OptionNumber option={option} value={Number(value)} onValue={onValue} />;
}

/** Free numbers: what the device does not take is said, and not kept. */
function OptionNumber({ option, value, onValue }: FieldProps<NumberOption, number>) {
  const [typed, setTyped] = useState<number | null>(value);
  const { label, max, min, step, unit } = option;
  const fine = typed !== null && allowsValue(option, typed);
  return (
    <NumberField
      label={label}
      unit={unit}
      min={min}
      max={max}
      step={step}
      value={typed}
      error={fine ? undefined : words.range(min, max, unit)}
      onValue={(next) => {
        setTyped(next);
        if (next !== null && allowsValue(option, next)) onValue(next);
      }}
    />
  );
}
