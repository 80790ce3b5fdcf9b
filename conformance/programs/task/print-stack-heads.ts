// printStack says whether there is a stack

import { coroutine, createTask, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(10)
})

export function* main() {
  const task = createTask(work(), { name: 'worker' })
  yield* sleep(1)
  for (let round = 0; round < 2; round++) {
    const text: string[] = []
    task.printStack({ write: (line) => text.push(line) })
    const head = text.join('').split('\n')[0]!
    trace(head.split(' ')[0], head.endsWith('(most recent call last):'))
    yield* sleep(20)
  }
}
