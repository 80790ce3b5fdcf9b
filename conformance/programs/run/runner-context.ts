// A Runner runs each main in its own context, or in the one given

import { Context, ContextVar, coroutine, Runner } from '@acoro/core'
import { newLoop, trace } from '../../harness/trace.ts'

const name = new ContextVar('name', { default: 'nobody' })

const rename = coroutine(function* rename(to: string) {
  trace(name.get())
  name.set(to)
})

export async function main() {
  const given = new Context()
  const runner = new Runner({ loopFactory: newLoop })
  await runner.run(rename('one'))
  await runner.run(rename('two'), { context: given })
  await runner.run(rename('three'))
  await runner.run(rename('four'), { context: given })
  await runner.close()
  trace(name.get())
}
