export type { Allowed, Decision, Refused, Requirement } from './decision.ts';
export { createEventReceiver, type EventReceiver, type EventReceiverOptions } from './event-receiver.ts';
export { createGuard, type Guard, type GuardRequest } from './guard.ts';
export type { CacheOptions, GuardOptions } from './guard-options.ts';
export { type ProtectedResourceMetadata, protectedResourceMetadata } from './protected-resource-metadata.ts';
export type { EventAnswer, EventRequest, ReceivedEvent } from './received-event.ts';
export { tokenOf } from './token-of.ts';
export type { VerifiedToken } from './verified-token.ts';
