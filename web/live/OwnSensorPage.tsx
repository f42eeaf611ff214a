import { useEffect, useMemo, useState } from 'preact/hooks';
import { CustomImu, customImu } from '#devices/profiles/customImu.ts';
import { ownSensorCopy } from '#web/copy/ownSensor.ts';
import { patientId } from '#web/patient/useToday.ts';
import { appDb } from '#web/store/db.ts';
import { now } from '#web/store/now.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { NumberField } from '#web/ui/numberField.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { SelectField } from '#web/ui/selectField.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { OwnPacket } from './OwnPacket.tsx';
import { OwnSensorTrial } from './OwnSensorTrial.tsx';
import { EMPTY_FORM, faultsOf, formOf, inputOf, type OwnForm } from './ownSensorForm.ts';
import { changeSensorMemory, loadSensorMemory, sensorMemory } from './sensorMemory.ts';

const words = ownSensorCopy;

/** A motion sensor of one's own: described once, tried, saved on this phone, then used like any other. */
export function OwnSensorPage() {
  const [form, setForm] = useState<OwnForm>(EMPTY_FORM);
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    void loadSensorMemory(appDb(), patientId());
  }, []);
  const faults = useMemo(() => faultsOf(form), [form]);
  const definition = useMemo(() => {
    const made = customImu(inputOf(form));
    return made.ok ? made.definition : null;
  }, [form]);
  const told = (path: string): string | undefined => (asked ? faults.get(path) : undefined);
  const change = (part: Partial<OwnForm>) => setForm({ ...form, ...part });
  const keep = (own: (all: readonly CustomImu[]) => CustomImu[]) =>
    void changeSensorMemory((memory) => ({ ...memory, own: own(memory.own) }), now.nowUs());
  function save() {
    const parsed = CustomImu.safeParse(inputOf(form));
    setAsked(true);
    if (definition === null || !parsed.success) return;
    keep((all) => [parsed.data, ...all.filter(({ name }) => name !== parsed.data.name)]);
    showToast({ text: words.kept(parsed.data.name) });
  }
  const whole = [told(''), told('fields')].filter((text) => text !== undefined);
  const { own } = sensorMemory.value;
  return (
    <PhonePage title={words.title} back="/settings">
      <p>{words.text}</p>
      {own.length > 0 && (
        <Card title={words.saved}>
          <ul class="known-sensors">
            {own.map((each) => (
              <li key={each.name}>
                <span>{each.name}</span>
                <span class="row">
                  <Button small onClick={() => setForm(formOf(each))}>
                    {words.edit}
                  </Button>
                  <Button
                    small
                    onClick={() => {
                      keep((all) => all.filter(({ name }) => name !== each.name));
                      showToast({ text: words.removed(each.name), undo: () => keep((all) => [...all, each]) });
                    }}
                  >
                    {words.remove}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card>
        <div class="stack">
          <TextField label={words.name} value={form.name} onValue={(name) => change({ name })} error={told('name')} maxLength={40} />
          <TextField
            label={words.namePrefix}
            value={form.namePrefix}
            onValue={(namePrefix) => change({ namePrefix })}
            error={told('namePrefix')}
            maxLength={20}
          />
          <TextField
            label={words.service}
            hint={words.uuidHint}
            value={form.service}
            onValue={(service) => change({ service })}
            error={told('service')}
          />
          <TextField
            label={words.characteristic}
            value={form.characteristic}
            onValue={(characteristic) => change({ characteristic })}
            error={told('characteristic')}
          />
          <NumberField
            label={words.rateHz}
            unit="Hz"
            min={1}
            max={400}
            value={form.rateHz}
            onValue={(rateHz) => change({ rateHz })}
            error={told('rateHz')}
          />
          <SelectField
            label={words.byteOrder}
            value={form.byteOrder}
            options={(['little', 'big'] as const).map((value) => ({ value, label: words.byteOrders[value] }))}
            onValue={(byteOrder) => change({ byteOrder })}
          />
        </div>
      </Card>
      <OwnPacket fields={form.fields} told={told} onFields={(fields) => change({ fields })} />
      {whole.length > 0 && (
        <Notice tone="error" title={words.faults}>
          {whole.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Notice>
      )}
      {definition !== null && 'bluetooth' in navigator && (
        <Card>
          <OwnSensorTrial definition={definition} />
        </Card>
      )}
      <Button variant="primary" block data-testid="own-save" onClick={save}>
        {words.save}
      </Button>
    </PhonePage>
  );
}
