// createTask outside a running loop is refused, and the body never runs

import { coroutine, createTask } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('never')
})

export function main() {
  attempt('createTask', () => createTask(work()))
}
