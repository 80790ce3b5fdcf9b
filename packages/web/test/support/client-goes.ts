// What happens when the client goes away: one row for each way to answer, executed with a real client. The
// rows are written into docs/client-goes.md.

import type { AddressInfo } from 'node:net'
import { begin, textOf } from './clients.ts'

/** What became of the task of a request. */
export interface Cells {
  'GET, stays': string
  'GET, leaves': string
  'POST, stays': string
  'POST, leaves': string
}

/** What a server tells of its requests: it waits for `go`, then answers. */
export interface Probe {
  /** Resolves when the function waits. */
  waiting(): Promise<void>
  /** Lets the function answer. */
  go(): void
  /** Resolves to how the task ended. */
  ended(): Promise<string>
}

/** Executes the four cells against the server at `url`. */
export async function clientGoes(
  url: string,
  probe: Probe,
  how: 'leave' | 'reset' = 'leave',
): Promise<Cells> {
  const cells: Partial<Cells> = {}
  for (const method of ['GET', 'POST'] as const) {
    for (const what of ['stays', 'leaves'] as const) {
      const client = begin(url, method, method === 'POST' ? JSON.stringify({ some: 'body' }) : undefined)
      await probe.waiting()
      if (what === 'leaves') client[how]()
      else {
        probe.go()
        const text = await textOf(await client.answer)
        if (text !== 'answered') throw new Error(`Expected the answer, got ${text}`)
      }
      cells[`${method}, ${what}`] = await probe.ended()
    }
  }
  return cells as Cells
}

export const GOOD: Cells = {
  'GET, stays': 'answered',
  'GET, leaves': 'cancelled once',
  'POST, stays': 'answered',
  'POST, leaves': 'cancelled once',
}

export function portOf(server: { address(): unknown }): number {
  return (server.address() as AddressInfo).port
}
