import type { Awaitable } from '@acoro/core'
import type { Asked } from './ask.ts'
import type { Outcome } from './visit.ts'

/** Makes requests in other processes, which read the pages, too. */
export interface RemoteAsker {
  /**
   * `pause`: the least time between two requests to that host, in ms, whichever process makes them; 0 for
   * none.
   */
  ask(url: string, inside: boolean, pause: number): Awaitable<Asked<Outcome>>
}
