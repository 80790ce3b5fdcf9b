// The client, in a process of its own: what it takes is not counted. It does as little as a client can, so
// that it is the server that is busy.

import { connect, type Socket } from 'node:net'

export type Order =
  | { readonly do: 'load'; readonly url: string; readonly amount: number; readonly inFlight: number }
  | { readonly do: 'hold'; readonly url: string; readonly amount: number }
  | { readonly do: 'leave' }

const held: Socket[] = []

const CONNECTIONS = 20
const OK = 'HTTP/1.1 200'

/** How long the answer is that `text` begins with, head and body. */
function lengthOf(text: string): number {
  const length = /^content-length: (\d+)\r$/im.exec(text)?.[1]
  if (length === undefined) throw new Error(`Expected the length of an answer, got ${text}`)
  return text.indexOf('\r\n\r\n') + 4 + Number(length)
}

/** Makes requests, `inFlight` of them under way on each connection. All answers are as long as the first. */
async function load(url: string, amount: number, inFlight: number): Promise<void> {
  const { port, hostname, pathname } = new URL(url)
  const request = `GET ${pathname} HTTP/1.1\r\nhost: x\r\n\r\n`
  let unsent = amount
  function connection(resolve: () => void, reject: (error: Error) => void): void {
    const socket = connect({ port: Number(port), host: hostname, noDelay: true })
    let underWay = 0
    let length = 0
    let received = 0
    const send = (wanted: number): void => {
      const count = Math.min(wanted, unsent)
      unsent -= count
      underWay += count
      if (count > 0) socket.write(request.repeat(count))
      else if (underWay === 0) socket.destroy()
    }
    socket.on('connect', () => send(inFlight))
    socket.on('data', (data: Buffer) => {
      if (received === 0 && data.toString('latin1', 0, OK.length) !== OK) {
        socket.destroy(
          new Error(`Expected answers that begin with ${OK}, got ${data.toString('latin1', 0, 100)}`),
        )
        return
      }
      length ||= lengthOf(data.toString('latin1'))
      received += data.length
      const answers = Math.floor(received / length)
      received -= answers * length
      underWay -= answers
      send(answers)
    })
    socket.on('error', reject)
    socket.on('close', () => {
      if (underWay === 0 && received === 0) resolve()
      else reject(new Error(`${url}: the server has closed a connection, and owes ${underWay} answers`))
    })
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, () => new Promise<void>(connection)))
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
