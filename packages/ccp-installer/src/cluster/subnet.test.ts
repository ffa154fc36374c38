import { describe, expect, test } from '@jest/globals';
import { addressAt, parseSubnet } from './subnet.ts';

describe('subnets', () => {
  test.each(['172.31.80.0/24', '10.0.0.0/16', '192.168.4.64/26'])('%s is one', (text) => {
    expect(parseSubnet(text)).toBeDefined();
  });

  test.each(['172.31.80.1/24', '172.31.80.0', '172.31.80.0/8', '172.31.80.0/27', '300.1.1.0/24', '1.2.3/24', '1.2.3.0/24/24', ' 1.2.3.0/24'])('%s is refused', (text) => {
    expect(parseSubnet(text)).toBeUndefined();
  });

  test('addresses count on from the network, over byte borders', () => {
    expect(addressAt({ base: 0xac1f5000, prefix: 24 }, 11)).toBe('172.31.80.11');
    expect(addressAt({ base: 0xac1f0000, prefix: 16 }, 260)).toBe('172.31.1.4');
  });
});
