import { describe, expect, test } from '@jest/globals';
import { readFields } from './wire.ts';

describe('protobuf fields', () => {
  test.each([
    ['a varint of two bytes', [0x08, 0x96, 0x01], [{ number: 1, value: 150 }]],
    ['text', [0x12, 0x02, 0x68, 0x69], [{ number: 2, value: Buffer.from('hi') }]],
    ['a field number above 15', [0xa2, 0x01, 0x00], [{ number: 20, value: Buffer.alloc(0) }]],
    ['fixed sizes', [0x0d, 1, 2, 3, 4, 0x11, 1, 2, 3, 4, 5, 6, 7, 8], [{ number: 1, value: Buffer.from([1, 2, 3, 4]) }, { number: 2, value: Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]) }]],
    ['a varint above 2^32', [0x08, 0x80, 0x80, 0x80, 0x80, 0x10], [{ number: 1, value: 2 ** 32 }]],
  ])('%s', (_, bytes, fields) => {
    expect(readFields(Buffer.from(bytes))).toEqual(fields);
  });

  test.each([
    ['text that is cut off', [0x12, 0x05, 0x68]],
    ['a varint that is cut off', [0x08, 0x96]],
    ['an unknown wire type', [0x0f]],
  ])('%s is an error', (_, bytes) => {
    expect(() => readFields(Buffer.from(bytes))).toThrow(/cut off|out of range|not known/);
  });
});
