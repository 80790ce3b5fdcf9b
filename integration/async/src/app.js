// Ordinary async functions. The plugin makes tasks of them, and of those of p-limit.

import { taskOf } from '@acoro/async'
import { sleep } from '@acoro/core'
import pLimit from 'p-limit'

const log = []

class Store {
  #delay = 10_000

  async load() {
    try {
      await sleep(this.#delay)
    } finally {
      await null
      log.push('cleaned up')
    }
  }
}

async function* numbers() {
  yield 1
  yield* [2, Promise.resolve(3)]
}

async function main() {
  const loading = new Store().load()
  const task = taskOf(loading)
  const { name } = task
  const [frame] = task.getStack()
  task.cancel()
  await loading.catch((error) => log.push(error.name))

  const limit = pLimit(2)
  const waiting = limit(async () => await sleep(1))
  const limitedWasTaken = taskOf(waiting) !== undefined
  const limited = await Promise.all([0, 1, 2].map((n) => limit(async () => n * 2)))

  const generated = []
  for await (const n of numbers()) generated.push(n)

  return {
    native: main.constructor.name === 'AsyncFunction',
    cancelled: log,
    limited,
    limitedWasTaken,
    generated,
    name,
    line: frame.line > 0,
  }
}

globalThis.answer = main()
