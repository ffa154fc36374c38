export { accountOf, queueOptions, type MessagingAccount } from './account.ts';
export { component } from './component.ts';
export { rabbitmqConfig, type RabbitmqConfig } from './config.ts';
export { rabbitmqImage } from './image.ts';
export { notificationsProvider, rpcProvider } from './provides.ts';
export { rabbitmq } from './service.ts';
