// Workers take jobs from a queue. When all jobs are done, the group ends the workers.
// Run it: npx tsx worker-queue.ts

import { coroutine, run, sleep, taskGroup } from '@acoro/core'
import { Queue } from '@acoro/sync'

const worker = coroutine(function* worker(name: string, jobs: Queue<string>) {
  try {
    for (;;) {
      const job = yield* jobs.get()
      yield* sleep(10)
      console.log(`${name} has done ${job}`)
      jobs.taskDone()
    }
  } finally {
    console.log(`${name} goes home`)
  }
})

await run(() =>
  taskGroup(function* (group) {
    const jobs = new Queue<string>()
    for (const name of ['Ann', 'Bob']) group.createTask(worker(name, jobs), { name })
    for (const job of ['a', 'b', 'c', 'd']) yield* jobs.put(job)
    yield* jobs.join()
    group.cancel()
  }),
)

// prints: Ann has done a
// prints: Bob has done b
// prints: Ann has done c
// prints: Bob has done d
// prints: Ann goes home
// prints: Bob goes home
