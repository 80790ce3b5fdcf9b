// 1,000 event streams of one publisher, over real sockets, and one client that does not read: what a stream
// costs, how long an event takes to all, and that the slow one loses its own events and nobody else's.
//   pnpm --filter @acoro/bench event-streams [count]
// The clients are bare sockets in a process of their own, so the memory is the server's alone.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { fromPromise } from '@acoro/compat'
import { emit, run, sleep } from '@acoro/core'
import { BroadcastChannel } from '@acoro/sync'
import { eventStream, handler } from '@acoro/web'
import { serve } from '@acoro/web/node'
import { memory } from './memory.ts'

const EVENTS = 200
/** What the slow one is sent: so large that the buffers of the system are soon full. */
const FAT = 'x'.repeat(200_000)

/** Reads `count` streams to their end, and tells how many of them had every event. */
async function beClients(port: number, count: number): Promise<void> {
  const begin = (): Promise<number> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      let events = 0
      socket.on('error', () => {})
      socket.on('connect', () =>
        socket.write('GET / HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n'),
      )
      socket.on('data', (data: Buffer) => {
        for (let at = data.indexOf('id: '); at >= 0; at = data.indexOf('id: ', at + 1)) events++
      })
      socket.on('close', () => resolve(events))
    })
  const all = Array.from({ length: count }, begin)
  // One that never reads.
  const slow = connect(port, '127.0.0.1')
  slow.on('error', () => {})
  slow.pause()
  slow.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n')
  const whole = (await Promise.all(all)).filter((events) => events === EVENTS)
  process.send?.(whole.length)
  slow.destroy()
  process.disconnect?.()
}

const [, , first, second] = process.argv
if (first === 'clients') await beClients(Number(second), Number(process.argv[4]))
else {
  const count = Number(first ?? 1000)
  const channel = new BroadcastChannel<{ id: number; data: string }>(16)
  let taken = 0
  const news = handler(function* (request) {
    const events = channel.subscribe({ onLag() {} })
    if (!request.url.endsWith('/slow')) return eventStream(events)
    return eventStream(function* () {
      for (let next = yield* events.anext(); next.done !== true; next = yield* events.anext()) {
        taken++
        yield* emit({ ...next.value, data: FAT })
      }
    })
  })
  await run(function* main() {
    const server = yield* serve({ fetch: news }, { host: '127.0.0.1', grace: 5000 })
    const before = memory()
    const child = fork(fileURLToPath(import.meta.url), ['clients', String(server.port), String(count)])
    const whole = once(child, 'message') as Promise<[number]>
    try {
      while (channel.statistics().subscribers <= count) yield* sleep(10)
      const each = (memory() - before) / count
      const began = performance.now()
      for (let id = 1; id <= EVENTS; id++) {
        channel.send({ id, data: `event ${id}` })
        // Those that read get their turn: this publisher waits for nobody.
        yield* sleep(20)
      }
      const took = (performance.now() - began) / EVENTS
      channel.close()
      const [complete] = yield* fromPromise(whole)
      console.log(
        `${count} event streams, ${(each / 1024).toFixed(1)} KiB each (RSS); ${complete} had all ${EVENTS} events; ` +
          `the one that does not read took ${taken}; ${took.toFixed(1)} ms from one event to the next`,
      )
      const report = yield* server.close()
      if (complete !== count || taken >= EVENTS || report.late.length > 0) process.exitCode = 1
    } finally {
      child.kill()
    }
  })
}
