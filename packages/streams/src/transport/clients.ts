/** What a transport tells the server it belongs to. */

import type { Transport } from './transport.ts'

/** Who keeps account of the connections of a listener: a Server. */
export interface Clients {
  /** May one more come in, beside `pending` that are still shaking hands? One that may not is closed at once. */
  admits(pending?: number): boolean
  /** `transport` begins; to be called before its `connectionMade`. */
  attach(transport: Transport): void
  /** Its `connectionLost` has been called. */
  detach(transport: Transport): void
}
