import { coroutine, createTask, currentTask, run, sleep } from '@acoro/core'

const load = coroutine(function* load(id) {
  yield* sleep(1)
  if (id < 0) throw new Error('no such user')
  return id
})

const others = coroutine(function* others() {
  for (let round = 0; round < 5; round++) yield* sleep(1)
})

await run(function* main() {
  createTask(others(), { name: 'others' })
  // biome-ignore lint/suspicious/noDebugger: the session begins here.
  debugger
  yield* load(1)
  yield* sleep(3)
  const task = createTask(sleep(1000))
  yield* sleep(0)
  task.cancel()
  try {
    yield* task
  } catch {
    yield* sleep(0)
  }
  try {
    yield* load(-1)
  } catch {}
  currentTask()
})
