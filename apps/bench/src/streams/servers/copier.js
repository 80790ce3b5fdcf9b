// Copies all that one port gives to another, in the way its first argument says, and prints the seconds and
// the CPU seconds that took. On the built packages, as the echo servers.

import { once } from 'node:events'
import { connect } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { run } from '@acoro/core'
import { copy, openConnection } from '@acoro/streams'

const host = '127.0.0.1'
const [way, source, sink] = process.argv.slice(2)

const ways = {
  async pipeline() {
    const from = connect({ host, port: Number(source), noDelay: true })
    const to = connect({ host, port: Number(sink), noDelay: true })
    await Promise.all([once(from, 'connect'), once(to, 'connect')])
    await pipeline(from, to)
  },
  copy() {
    return run(function* () {
      const [reader, from] = yield* openConnection({ host, port: Number(source) })
      const [, writer] = yield* openConnection({ host, port: Number(sink) })
      yield* copy(reader, writer)
      writer.close()
      yield* writer.waitClosed()
      from.close()
    })
  },
}

const began = performance.now()
const cpu = process.cpuUsage()
await ways[way]()
const { user, system } = process.cpuUsage(cpu)
console.log((performance.now() - began) / 1000, (user + system) / 1e6)
