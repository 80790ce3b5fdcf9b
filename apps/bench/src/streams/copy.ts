// 1 GiB from one socket to another, with copy() and with stream.pipeline, in turns; the ends in a process of their own.

import { once } from 'node:events'
import { connect } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { run } from '@acoro/core'
import { copy, openConnection } from '@acoro/streams'
import { type Child, median, program, start } from './child.ts'

const ROUNDS = Number(process.env.ROUNDS ?? 5)
const BYTES = 1 << 30
const host = '127.0.0.1'

async function withPipeline(source: number, sink: number): Promise<void> {
  const from = connect({ host, port: source, noDelay: true })
  const to = connect({ host, port: sink, noDelay: true })
  await Promise.all([once(from, 'connect'), once(to, 'connect')])
  await pipeline(from, to)
}

function withCopy(source: number, sink: number): Promise<void> {
  return run(function* () {
    const [reader, fromWriter] = yield* openConnection({ host, port: source })
    const [, writer] = yield* openConnection({ host, port: sink })
    yield* copy(reader, writer)
    writer.close()
    yield* writer.waitClosed()
    fromWriter.close()
  })
}

const ways = { 'stream.pipeline': withPipeline, 'acoro copy': withCopy }
const ends = (await start(...program('servers/ends.js', String(BYTES)))) as Child
const [source, sink] = ends.line.split(' ').map(Number) as [number, number]
const results = new Map<string, { seconds: number; cpu: number }[]>()
try {
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const began = performance.now()
      const cpu = process.cpuUsage()
      await way(source, sink)
      const { user, system } = process.cpuUsage(cpu)
      const own = results.get(name) ?? []
      own.push({ seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 })
      results.set(name, own)
    }
  }
} finally {
  ends.kill()
}
console.log(
  `copying ${BYTES >> 20} MiB, median of ${ROUNDS} rounds; in brackets the speed against stream.pipeline`,
)
const base = results.get('stream.pipeline')!
for (const [name, own] of results) {
  const ratio = (what: 'seconds' | 'cpu') =>
    median(own.map((result, i) => base[i]![what] / result[what])).toFixed(2)
  const speed = Math.round((BYTES >> 20) / median(own.map(({ seconds }) => seconds)))
  const cpu = median(own.map((result) => result.cpu)).toFixed(2)
  console.log(
    `  ${name.padEnd(16)} ${String(speed).padStart(5)} MiB/s (${ratio('seconds')})  ${cpu} s of CPU (${ratio('cpu')})`,
  )
}
