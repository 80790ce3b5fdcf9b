/// <reference path="../types/web.d.ts" preserve="true" />

// A blank line behind each heading keeps the formatter from sorting one group into another.

// Servers

export type { WebSocketConnection } from './socket/connection.ts'
export type { WebSocketFunction } from './socket/talk.ts'
export { type UpgradeListener, upgrade } from './socket/upgrade.ts'
export type { UpgradeOptions } from './socket/upgrade-options.ts'

// Clients

export { type ConnectWebSocketOptions, connectWebSocket } from './socket/connect.ts'

// Rooms

export { Room, type RoomOptions, type Seat } from './socket/room.ts'

// Shared

export { WebSocketClosedError } from './base/errors.ts'
export type { WebSocketOptions } from './socket/connection-options.ts'
export type { WebSocketMessage } from './socket/raw.ts'
