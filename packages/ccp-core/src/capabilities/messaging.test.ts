import { describe, expect, test } from '@jest/globals';
import { messagingBuses, type MessagingEndpoint } from './messaging.ts';

const bus = (options: Record<string, string>): MessagingEndpoint => ({ transportUrl: 'rabbit://bus//', port: 5672, options });
const quorum = { rabbit_quorum_queue: 'true', use_queue_manager: 'true' };

describe('buses that processes use together', () => {
  test.each([
    ['none for notifications', undefined],
    ['one of the same kind for notifications', bus({ ...quorum })],
  ])('%s', (_, notifications) => {
    const rpc = bus(quorum);
    expect(messagingBuses('nova', rpc, notifications)).toEqual({ rpc, notifications });
  });

  test.each([[{}], [{ ...quorum, rabbit_quorum_queue: 'false' }], [{ ...quorum, amqp_durable_queues: 'true' }]])('one for notifications that wants %j is refused', (options) => {
    expect(() => messagingBuses('nova', bus(quorum), bus(options))).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', where: { object: 'nova' }, hint: expect.stringContaining('services.nova.bindings.notifications') as unknown }),
    );
  });
});
