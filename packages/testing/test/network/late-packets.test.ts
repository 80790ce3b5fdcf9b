// only on server: streams are those of Node

import { createTask, gather, sleep } from '@acoro/core'
import { currentNetwork, openConnection, startServer } from '@acoro/streams'
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
