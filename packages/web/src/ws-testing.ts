/// <reference path="../types/web.d.ts" preserve="true" />

// A WebSocket for tests, on virtual time. It has an entry of its own: what it is given, an `upgrade(…)`,
// needs the types of Node, which the fake web does without.

export { type FakeWebSocket, type FakeWebSocketOptions, fakeWebSocket } from './testing/fake-web-socket.ts'
