/** What a connection needs of a WebSocket of `ws`, so that tests can bring another one. */
export interface RawWebSocket {
  readonly protocol: string
  /** 1 while messages can be sent. */
  readonly readyState: number
  send(data: Uint8Array, options: { binary: boolean }, sent: (error?: Error | null) => void): void
  close(code?: number, reason?: string): void
  /** Cuts the connection; `close` is emitted later. */
  terminate(): void
  ping(): void
  /** Stops reading; what was read already may still be emitted. */
  pause(): void
  resume(): void
  on(event: 'message', listener: (data: Uint8Array, isBinary: boolean) => void): unknown
  on(event: 'close', listener: (code: number, reason: Uint8Array) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'ping' | 'pong', listener: () => void): unknown
}

/** A message: text is a string, binary data a Uint8Array. */
export type WebSocketMessage = string | Uint8Array
