// Worker threads that run functions of a module of the program's own.

import { run } from '@acoro/core'
import { ThreadPoolExecutor, workerModule } from '@acoro/executors'

const { countWords } = workerModule(new URL('./words.mjs', import.meta.url))

globalThis.answer = run(function* main() {
  const pool = new ThreadPoolExecutor({ maxWorkers: 2 })
  return { counts: yield* pool.map(countWords, ['one', 'one two', 'one two three']) }
})
