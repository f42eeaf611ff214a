import type { DeviceOption } from '#devices/core/options.ts';
import type { DeviceDefinition, DriverStatus, StreamDefinition } from '#devices/core/types.ts';

/**
 * docs/devices.md from the catalogue. `packets`: how many packets with expected values the project holds, by device. `played`: the devices
 * that have all packets it takes to be played to the real browser, which test/lab/catalogue.test.ts then does.
 */
export function devicesPage(
  catalogue: readonly DeviceDefinition[],
  packets: ReadonlyMap<string, number>,
  played: ReadonlySet<string>,
): string {
  const lines = [
    '# Devices',
    '',
    'Made from the catalogue by `npm run docs:devices`; a test fails when this page is not up to date.',
    '',
    ...STATUS_ORDER.map((status) => `- **${STATUS_WORD[status]}**: ${STATUS_MEANING[status]}`),
    '',
    'Every decoder is also given every packet we have cut at every byte, longer, with flipped bits, and random bytes: it answers with samples',
    'or a reason, never with an exception (test/devices/decoders.test.ts). Stimulators are read and never set (test/devices/stimulators.test.ts).',
    '',
    '**In the browser**: a peripheral made of these packets was chosen, connected, started, heard and stopped through a real Chromium and its own',
    'Web Bluetooth over a virtual radio, and all samples came as decoded (test/lab/catalogue.test.ts). No hardware was in it.',
    '',
    '| device | kind | streams | status | packets tested | in the browser |',
    '|---|---|---|---|---|---|',
    ...catalogue.map((device) => row(device, packets.get(device.id) ?? 0, played.has(device.id))),
    '',
    ...catalogue.flatMap(section),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

const STATUS_ORDER: readonly DriverStatus[] = ['verified', 'sdk', 'reverseEngineered', 'synthetic'];
const STATUS_WORD: Readonly<Record<DriverStatus, string>> = {
  verified: 'tried on hardware',
  sdk: 'from documentation',
  reverseEngineered: 'from other software',
  synthetic: 'made up',
};
const STATUS_MEANING: Readonly<Record<DriverStatus, string>> = {
  verified: 'the device itself was connected and its numbers were compared.',
  sdk: 'written from the maker’s or the standard’s documentation, tested with packets; not yet tried on the device.',
  reverseEngineered: 'written from what other open software does with the device, tested with packets; not yet tried on the device.',
  synthetic: 'there is no such device; it exists for tests.',
};
const KIND_WORD: Readonly<Record<DeviceDefinition['kind'], string>> = {
  heartRate: 'heart rate',
  imu: 'motion',
  phone: 'phone',
  activity: 'speed and power',
  stimulator: 'stimulator, read only',
};

const nameOf = ({ vendor, model }: DeviceDefinition): string => `${vendor} ${model}`;
const rateOf = ({ nominalRateHz }: StreamDefinition): string => (nominalRateHz === 0 ? 'as it comes' : `${nominalRateHz} Hz`);

function row(device: DeviceDefinition, packets: number, played: boolean): string {
  const streams = device.streams.map((stream) => `${stream.key} (${rateOf(stream)})`).join(', ');
  const tested = device.kind === 'phone' ? 'no radio' : String(packets);
  return `| ${nameOf(device)} | ${KIND_WORD[device.kind]} | ${streams} | ${STATUS_WORD[device.status]} | ${tested} | ${played ? 'yes' : 'no'} |`;
}

/** Time until a number of that many bits starts again. */
function wrapsAfter(stream: StreamDefinition): string {
  if (stream.wrapBits === null) return 'does not wrap';
  const ticks = 2 ** stream.wrapBits;
  const seconds =
    stream.clock === 'counter' ? (ticks * (stream.samplesPerTick ?? 1)) / stream.nominalRateHz : (ticks * (stream.tickUs ?? 1)) / 1_000_000;
  return `wraps after ${seconds < 7200 ? `${(seconds / 60).toPrecision(3)} min` : `${(seconds / 86_400).toPrecision(3)} days`}`;
}

function clockWords(stream: StreamDefinition): string {
  const stamp = stream.stamp === undefined || stream.stamp === 'each' ? 'each sample' : `the ${stream.stamp} sample of a packet`;
  if (stream.clock === 'deviceUs') return `its own clock, of ${stamp}; ${wrapsAfter(stream)}`;
  if (stream.clock === 'counter') return `its own counter, of ${stamp}; ${wrapsAfter(stream)}`;
  if (stream.clock === 'rrChain') return 'beats chained to each other, held to arrival';
  return 'arrival (estimated)';
}

function streamRow(device: DeviceDefinition, stream: StreamDefinition): string {
  const groups = stream.groups.map((group) => `${group.name}${group.axes > 1 ? ` x${group.axes}` : ''} in ${group.unit}`).join(', ');
  const option = device.options.find((one) => one.key === stream.option);
  const when = option === undefined ? 'always' : option.default ? 'unless switched off' : 'when asked for';
  return `| ${stream.key} | ${groups} | ${rateOf(stream)} | ${clockWords(stream)} | ${when} |`;
}

function optionLine(option: DeviceOption): string {
  if (option.type === 'switch') return `- ${option.label}: ${option.default ? 'on' : 'off'} unless chosen.`;
  const named = (value: number): string =>
    option.meanings?.[value] === undefined ? String(value) : `${value} (${option.meanings[value]})`;
  const values = option.choices?.map(named).join(', ') ?? `${option.min} to ${option.max} in steps of ${option.step}`;
  return `- ${option.label}: ${values} ${option.unit}; ${option.default} unless chosen.`;
}

function section(device: DeviceDefinition): string[] {
  return [
    `## ${nameOf(device)}`,
    '',
    '| stream | what | rate | time from | comes |',
    '|---|---|---|---|---|',
    ...device.streams.map((stream) => streamRow(device, stream)),
    '',
    ...(device.options.length > 0 ? [...device.options.map(optionLine), ''] : []),
    ...(device.hints.length > 0 ? [...device.hints, ''] : []),
    `Source: ${device.sources.join('; ')}.`,
    '',
  ];
}
