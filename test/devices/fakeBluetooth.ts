/** A stand-in for the browser's Web Bluetooth objects with the habits seen on Chromium (design notes, "Web Bluetooth as it is"). */
export class FakeCharacteristic extends EventTarget {
  value: DataView | undefined;
  readonly link: () => number;
  readonly made: number;
  writes = 0;
  constructor(link: () => number) {
    super();
    this.link = link;
    this.made = link();
  }
  #check(): void {
    if (this.link() !== this.made) throw new DOMException('Characteristic is no longer valid', 'InvalidStateError');
  }
  async startNotifications(): Promise<this> {
    this.#check();
    return this;
  }
  async readValue(): Promise<DataView> {
    this.#check();
    this.emit(Uint8Array.of(55));
    return this.value!;
  }
  /** Never answered. */
  async writeValueWithResponse(): Promise<void> {
    this.#check();
    this.writes++;
    return new Promise(() => {});
  }
  /** Reuses one buffer, with an offset, as the browser may. */
  emit(bytes: Uint8Array): void {
    SHARED.set(bytes, 3);
    this.value = new DataView(SHARED.buffer, 3, bytes.length);
    this.dispatchEvent(new Event('characteristicvaluechanged'));
  }
}
const SHARED = new Uint8Array(64);

export class FakeDevice extends EventTarget {
  readonly id = 'fake';
  readonly name = 'Fake strap';
  readonly gatt = new FakeGatt(this);
  characteristic = new FakeCharacteristic(() => this.gatt.link);
  drop(): void {
    if (!this.gatt.connected) return;
    this.gatt.connected = false;
    this.dispatchEvent(new Event('gattserverdisconnected'));
  }
}

class FakeGatt {
  connected = false;
  link = 0;
  answerConnect = true;
  readonly pendingConnects: (() => void)[] = [];
  readonly device: FakeDevice;
  constructor(device: FakeDevice) {
    this.device = device;
  }
  connect(): Promise<void> {
    return new Promise((resolve) => {
      const answer = (): void => {
        this.connected = true;
        this.link++;
        this.device.characteristic = new FakeCharacteristic(() => this.link);
        resolve();
      };
      if (this.answerConnect) answer();
      else this.pendingConnects.push(answer);
    });
  }
  disconnect(): void {
    this.device.drop();
  }
  async getPrimaryService(service: string): Promise<{ getCharacteristic(): Promise<FakeCharacteristic> }> {
    if (service.startsWith('0000dead')) throw new DOMException('No Services matching', 'NotFoundError');
    return { getCharacteristic: async () => this.device.characteristic };
  }
}
