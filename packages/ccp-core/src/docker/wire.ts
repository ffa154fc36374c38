/** A field of a protobuf message: bytes for strings, bytes and messages; a number for the rest. */
export interface WireField {
  readonly number: number;
  readonly value: Buffer | number;
}

/**
 * Fields of an encoded protobuf message in their order (https://protobuf.dev/programming-guides/encoding/). Integers above
 * 2^53 lose precision. Throws RangeError when the message is cut off.
 */
export function readFields(message: Buffer): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message.readUInt8(at++);
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  const bytes = (length: number): Buffer => {
    if (at + length > message.length) throw new RangeError('The message is cut off.');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        fields.push({ number, value: varint() });
        break;
      case 1:
        fields.push({ number, value: bytes(8) });
        break;
      case 2:
        fields.push({ number, value: bytes(varint()) });
        break;
      case 5:
        fields.push({ number, value: bytes(4) });
        break;
      default:
        throw new RangeError(`Wire type ${tag % 8} is not known.`);
    }
  }
  return fields;
}
