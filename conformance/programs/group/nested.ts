// An error in an inner group aborts the outer one as a nested group of errors

import { coroutine, sleep, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(10)
  throw new Boom('inner child')
})

const work = coroutine(function* work(name: string) {
  try {
    yield* sleep(100)
  } finally {
    trace(name)
  }
})

const inner = coroutine(function* inner() {
  yield* taskGroup(function* (group) {
    group.createTask(fail())
    group.createTask(work('inner sibling'))
  })
})

export function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(inner())
      group.createTask(work('outer sibling'))
    })
  } catch (error) {
    trace(error)
  }
}
