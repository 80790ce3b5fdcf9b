// Has a worker compute for ever, says so, and waits to be killed.

import { coroutine, run } from '@acoro/core'
import { ProcessPoolExecutor } from '@acoro/executors'
import { jobs, makeNotes, written } from '../support.ts'

await run(
  coroutine(function* main() {
    const pool = new ProcessPoolExecutor({ maxWorkers: 1 })
    const notes = makeNotes()
    pool.submit(jobs.writeForEver, notes.file)
    yield* written(notes.file)
    notes[Symbol.dispose]()
    console.log('computing')
    yield* pool.shutdown()
  }),
)
