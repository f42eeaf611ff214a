import { ownSensorCopy } from '#web/copy/ownSensor.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { NumberField } from '#web/ui/numberField.tsx';
import { SelectField } from '#web/ui/selectField.tsx';
import { bytesOf, fieldOf, type OwnField, offsetsOf, TYPES, UNITS } from './ownSensorForm.ts';

const words = ownSensorCopy;
const WHATS = ['time', 'acceleration', 'angularRate', 'magneticField', 'quaternion', 'skip'] as const;
const MAX_FIELDS = 10;

interface PacketProps {
  readonly fields: readonly OwnField[];
  /** The fault of a part of the form. */
  readonly told: (path: string) => string | undefined;
  readonly onFields: (fields: readonly OwnField[]) => void;
}

/** The layout of a packet, part by part, with the bytes each of them takes. */
export function OwnPacket({ fields, told, onFields }: PacketProps) {
  const offsets = offsetsOf(fields);
  const set = (at: number, field: OwnField) => onFields(fields.with(at, field));
  const rest = WHATS.find((what) => what !== 'skip' && fields.every((field) => field.what !== what)) ?? 'skip';
  return (
    <Card title={words.layout} aside={words.packet(offsets[fields.length])}>
      <div class="stack">
        {fields.map((field, i) => (
          <PacketField
            key={i}
            field={field}
            place={words.from(offsets[i], bytesOf(field))}
            error={told(`fields.${i}`)}
            onField={(next) => set(i, next)}
            onTakeOut={fields.length > 1 ? () => onFields(fields.toSpliced(i, 1)) : null}
          />
        ))}
        {fields.length < MAX_FIELDS && (
          <Button block onClick={() => onFields([...fields, fieldOf(rest)])}>
            {words.add}
          </Button>
        )}
      </div>
    </Card>
  );
}

interface FieldProps {
  readonly field: OwnField;
  readonly place: string;
  readonly error: string | undefined;
  readonly onField: (field: OwnField) => void;
  readonly onTakeOut: (() => void) | null;
}

function PacketField({ field, place, error, onField, onTakeOut }: FieldProps) {
  const { what } = field;
  const plain = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  return (
    <fieldset class="own-field">
      <legend class="muted small">{place}</legend>
      <SelectField
        label={words.what}
        value={what}
        options={WHATS.map((value) => ({ value, label: words.whats[value] }))}
        onValue={(next) => onField(fieldOf(next, field))}
        error={error}
      />
      <div class="own-numbers">
        {what === 'skip' ? (
          <NumberField label={words.bytes} min={1} max={60} value={field.bytes} onValue={(bytes) => onField({ ...field, bytes })} />
        ) : (
          <SelectField
            label={words.type}
            value={field.type}
            options={TYPES[what].map((value) => ({ value, label: words.types[value] }))}
            onValue={(type) => onField({ ...field, type })}
          />
        )}
        {UNITS[what].length > 0 && (
          <SelectField label={words.unit} value={field.unit} options={plain(UNITS[what])} onValue={(unit) => onField({ ...field, unit })} />
        )}
        {what === 'quaternion' && (
          <SelectField
            label={words.order}
            value={field.order}
            options={(['wxyz', 'xyzw'] as const).map((value) => ({ value, label: value.split('').join(', ') }))}
            onValue={(order) => onField({ ...field, order })}
          />
        )}
        {what !== 'skip' && what !== 'time' && (
          <NumberField
            label={words.countsPerUnit}
            min={0}
            step={0.0001}
            value={field.countsPerUnit}
            onValue={(countsPerUnit) => onField({ ...field, countsPerUnit })}
          />
        )}
      </div>
      {what !== 'skip' && what !== 'time' && <p class="muted small">{words.countsHint}</p>}
      {onTakeOut !== null && (
        <Button variant="quiet" small onClick={onTakeOut}>
          {words.takeOut}
        </Button>
      )}
    </fieldset>
  );
}
