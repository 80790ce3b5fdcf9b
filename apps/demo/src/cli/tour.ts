import { Runner } from '@acoro/core'
import { ThreadPoolExecutor } from '@acoro/executors'
import { tour } from '../tour/index.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Runs a program of the tour on the real clock. Without a name, lists the programs. Throws UsageError. */
export async function runTour(names: readonly string[], terminal: Terminal): Promise<void> {
  const [name, second] = names
  if (second !== undefined)
    throw new UsageError(`expected one program of the tour, got a second one: ${JSON.stringify(second)}`)
  if (name === undefined) return terminal.writeOut(listing())
  const program = Object.hasOwn(tour, name) ? tour[name] : undefined
  if (program === undefined)
    throw new UsageError(`the tour has no program ${JSON.stringify(name)}: tour without a name lists them`)

  await using runner = new Runner()
  const loop = runner.getLoop()
  loop.setDefaultExecutor(new ThreadPoolExecutor({ maxWorkers: 2, name: 'tour' }))
  terminal.writeOut(`asyncio:  ${program.original}\nhere:     apps/demo/src/tour/${name}.ts\n\n`)
  await program.main(loop, (line) => terminal.writeOut(`${line}\n`))
}

function listing(): string {
  const width = Math.max(...Object.keys(tour).map((name) => name.length))
  const lines = Object.entries(tour).map(([name, { about, original }]) => {
    return `  ${name.padEnd(width)}  ${about}\n  ${' '.repeat(width)}  ${original}`
  })
  return `The programs that asyncio is taught with, and under each its original. Run one of them: tour <name>\n\n${lines.join('\n')}\n`
}
