// only on server: streams are those of Node

import { createTask, gather, getRunningLoop, sleep, TimeoutError, timeout } from '@acoro/core'
import {
  createDatagramEndpoint,
  currentNetwork,
  DatagramProtocol,
  openConnection,
  startServer,
} from '@acoro/streams'
import { explore } from '@acoro/testing'
import { MemoryNetwork } from '@acoro/testing/network'
import { expect, it } from 'vitest'

it('an exploration lets connections overtake one another, and keeps the packets of each in order', () => {
  const orders = new Set<string>()
  const main = function* () {
    currentNetwork.set(new MemoryNetwork({ latency: 10 }))
    const lines: string[] = []
    const server = yield* startServer(
      function* (reader) {
        for (;;) {
          const line = new TextDecoder().decode(yield* reader.readLine()).trim()
          if (line === '') return
          lines.push(line)
        }
      },
      { host: 'server', port: 80 },
    )
    const send = function* (name: string) {
      const [, writer] = yield* openConnection({ host: 'server', port: 80 })
      for (const n of [1, 2]) {
        writer.write(`${name}${n}\n`)
        yield* sleep(1)
      }
      writer.close()
      yield* writer.waitClosed()
    }
    yield* gather(createTask(send('a')), createTask(send('b')))
    yield* sleep(1000)
    server.close()
    for (const name of ['a', 'b'])
      if (lines.indexOf(`${name}1`) > lines.indexOf(`${name}2`)) throw new Error(lines.join())
    if (lines.length !== 4) throw new Error(lines.join())
    orders.add(lines.join(''))
  }
  explore({ runs: 300 }, main)
  expect([...orders].sort()).toEqual(['a1a2b1b2', 'a1b1a2b2', 'a1b1b2a2', 'b1a1a2b2', 'b1a1b2a2', 'b1b2a1a2'])
})

it('an exploration tries the least and the most latency, and the loss of each packet', () => {
  const seen = new Set<string>()
  const main = function* () {
    currentNetwork.set(new MemoryNetwork({ latency: [10, 90], loss: 0.001 }))
    const arrived = getRunningLoop().createFuture<number>()
    class Receiver extends DatagramProtocol {
      override datagramReceived() {
        arrived.setResult(getRunningLoop().time())
      }
    }
    const [receiver] = yield* createDatagramEndpoint(() => new Receiver(), { local: { host: 'b', port: 1 } })
    const [sender] = yield* createDatagramEndpoint(() => new DatagramProtocol(), {
      remote: { host: 'b', port: 1 },
    })
    sender.sendTo(new Uint8Array(1))
    try {
      const at = yield* timeout(500, arrived)
      seen.add(at === 10 || at === 90 ? `${at} ms` : 'in between')
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error
      seen.add('lost')
    }
    receiver.close()
    sender.close()
  }
  expect(explore({ strategy: 'fewest', lateness: 0 }, main)).toMatchObject({
    complete: true,
    notVaried: expect.arrayContaining(['random numbers']),
  })
  expect([...seen].sort()).toEqual(['10 ms', '90 ms', 'in between', 'lost'])
})
