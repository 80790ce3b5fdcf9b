// What a suite over networks needs to know about the one it runs on.

import type { Awaitable, Body } from '@acoro/core'
import type { Network } from '@acoro/streams'

export interface NetworkHarness {
  /** A network of its own for each test. */
  makeNetwork(): Network
  /** Runs a program on that network; rejects if the program throws. */
  run<T>(network: Network, main: Body<T>): Promise<T>
  /** Lets the network do some of its work: the event loop's next turn, or a little virtual time. */
  turn(): Awaitable<void>
  /** A host one can listen on and connect to. */
  readonly host: string
}
