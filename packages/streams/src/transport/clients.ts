/** What a transport tells the server it belongs to. */

import type { Transport } from './transport.ts'

/** Keeps account of the connections of a listener. A Server does. */
export interface Clients {
  /**
   * May one more connection come in, beside `pending` ones that are still shaking hands? If not, it is closed
   * at once.
   */
  admits(pending?: number): boolean
  /** Adds a connection. Called before its `connectionMade`. */
  attach(transport: Transport): void
  /** Removes a connection. Called after its `connectionLost`. */
  detach(transport: Transport): void
}
