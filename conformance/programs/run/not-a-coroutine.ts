// run takes a coroutine

import { type Awaitable, run } from '@acoro/core'
import { newLoop, trace } from '../../harness/trace.ts'

export async function main() {
  const refused = async (label: string, value: unknown) => {
    try {
      await run(value as Awaitable<unknown>, { loopFactory: newLoop })
    } catch (error) {
      trace(label, 'raised', error)
    }
  }
  await refused('a number', 5)
  await refused('nothing', null)
}
