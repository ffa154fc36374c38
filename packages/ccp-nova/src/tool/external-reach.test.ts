import { describe, expect, test } from '@jest/globals';
import { isInside } from './external-reach.ts';

describe('a host is inside an external network', () => {
  test.each([
    ['with an address in one of its subnets', ['10.1.0.0/24', '172.30.80.0/24'], ['127.0.0.1', '172.30.80.1'], true],
    ['not with one beside it', ['172.30.80.0/24'], ['127.0.0.1', '172.30.81.1', '::1'], false],
    ['with IPv6, too', ['2001:db8::/64'], ['2001:db8::7'], true],
    ['not when it has no subnet', [], ['172.30.80.1'], false],
  ])('%s', (_, subnets, own, inside) => {
    expect(isInside(subnets, own)).toBe(inside);
  });
});
