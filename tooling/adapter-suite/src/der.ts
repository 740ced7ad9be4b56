/** The parts of DER that a certificate needs. @see https://www.itu.int/rec/T-REC-X.690 */
export const der = {
  sequence: (...parts: readonly Uint8Array[]): Buffer => encode(0x30, ...parts),
  set: (...parts: readonly Uint8Array[]): Buffer => encode(0x31, ...parts),
  /** An explicitly tagged member, as `[0]`. */
  tagged: (tag: number, ...parts: readonly Uint8Array[]): Buffer => encode(0xa0 + tag, ...parts),
  /** A positive integer of less than 128. */
  smallInteger: (value: number): Buffer => encode(0x02, Buffer.of(value)),
  true: (): Buffer => encode(0x01, Buffer.of(0xff)),
  octets: (...parts: readonly Uint8Array[]): Buffer => encode(0x04, ...parts),
  bits: (bytes: Uint8Array): Buffer => encode(0x03, Buffer.of(0), bytes),
  text: (value: string): Buffer => encode(0x0c, Buffer.from(value)),
  /** UTCTime, which has two digits for the year. */
  time: (date: Date): Buffer =>
    encode(0x17, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`)),
  objectId: (dotted: string): Buffer => encode(0x06, encodeObjectId(dotted)),
};

function encode(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const header = Buffer.from([tag, ...encodeLength(content.length)]);
  return Buffer.concat([header, content]);
}

function encodeLength(length: number): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function encodeObjectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return Buffer.from([first * 40 + second, ...rest.flatMap(encodeBase128)]);
}

function encodeBase128(value: number): readonly number[] {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [...encodeBase128(value >> 7).map((byte) => byte | 0x80), low];
}
