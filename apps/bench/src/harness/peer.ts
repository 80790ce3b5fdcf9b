/**
 * A peer's process: it loads the one program it is asked for and runs it, again for each round. It knows no
 * library and is a plain ES module by the time it runs (build.ts), so all peers are loaded by Node alike.
 *
 * Unless `--collect` asks for it, nothing is collected between the samples. A full collection shrinks the
 * young generation, and V8 throws code away that knows classes without a living instance. That is how a
 * server under memory pressure lives.
 */

import { Bench } from 'tinybench'
import type { HoldingProgram, Program } from '../programs/program.ts'
import { median } from './median.ts'
import type { Answer, Request } from './protocol.ts'

interface Module {
  readonly default: Program & HoldingProgram
  readonly share?: number
}

function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The bytes in use when everything that can be collected is. */
function bytesInUse(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function answer(request: Request): Promise<Answer> {
  const { multiple, option, samples, repeats } = request
  const begun = performance.now()
  const { default: program, share = 1 } = (await import(request.url)) as Module
  const n = Math.max(multiple, Math.round((request.n * share) / multiple) * multiple)
  let value = Number.NaN
  if (request.kind === 'cold') {
    value = await program(n, option, () => {})
    return { n, value, wall: performance.now() - begun, cpu: processorTime(), bytes: 0 }
  }

  const cpu: number[] = []
  const bytes: number[] = []
  let before = 0
  const bench = new Bench({
    iterations: samples,
    time: 0,
    warmup: request.warmUp,
    warmupIterations: 2,
    warmupTime: 0,
  })
  const task = bench.add(
    'program',
    async () => {
      const start = processorTime()
      for (let i = 0; i < repeats; i++)
        value = await program(n, option, () => bytes.push(bytesInUse() - before))
      cpu.push((processorTime() - start) / repeats)
    },
    {
      async: true,
      beforeEach: () => {
        if (request.collect) globalThis.gc?.()
        if (request.kind === 'bytes') before = bytesInUse()
      },
    },
  ).tasks[0]
  await bench.run()
  const result = task?.result
  if (result === undefined || !('latency' in result)) throw new Error(`No figure: ${JSON.stringify(result)}`)
  return {
    n,
    value,
    wall: result.latency.p50 / repeats,
    cpu: median(cpu.slice(-samples)),
    bytes: bytes.length > 0 ? median(bytes.slice(-samples)) : 0,
  }
}

process.on('message', (request: Request) => {
  answer(request).then(
    (found) => process.send?.(found),
    (error) => {
      console.error(error)
      process.exit(1)
    },
  )
})
