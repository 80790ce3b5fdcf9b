// The client, in a process of its own: what it takes is not counted.

import { connect, type Socket } from 'node:net'
import autocannon from 'autocannon'

export type Order =
  | { readonly do: 'load'; readonly url: string; readonly amount: number; readonly inFlight: number }
  | { readonly do: 'hold'; readonly url: string; readonly amount: number }
  | { readonly do: 'leave' }

const held: Socket[] = []

/** `inFlight` is how many requests are under way on each connection. */
async function load(url: string, amount: number, inFlight: number): Promise<void> {
  const { non2xx, errors } = await autocannon({ url, connections: 20, amount, pipelining: inFlight })
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx} answers were not 2xx, ${errors} failed`)
}

/** Sends requests that nobody answers yet. */
function hold(url: string, amount: number): void {
  const { port, hostname } = new URL(url)
  for (let i = 0; i < amount; i++) {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    socket.write('GET /held HTTP/1.1\r\nhost: x\r\n\r\n')
    held.push(socket)
  }
}

process.on('message', async (order: Order) => {
  if (order.do === 'load') await load(order.url, order.amount, order.inFlight)
  else if (order.do === 'hold') hold(order.url, order.amount)
  else for (const socket of held.splice(0)) socket.destroy()
  process.send?.('done')
})
