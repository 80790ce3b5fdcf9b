/** Is told to end, in one of several ways of taking it; says when it has begun to wait. */

import { createServer } from 'node:net'
import { CancelledError, createTask, ExceptionGroup, runMain, sleep, taskGroup } from '@acoro/core'

const ways = {
  /** Cleans up, and leaves a server and a timer open. */
  *open() {
    createServer().listen(0)
    setInterval(() => {}, 1000)
    try {
      yield* sleep(3_600_000)
    } finally {
      yield* sleep(1)
      console.log('cleaned up')
    }
  },
  /** Handles the cancellation, and has an exit code of its own. */
  *handling() {
    createServer().listen(0)
    try {
      yield* sleep(3_600_000)
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error
      console.log(error.message)
      return 7
    }
    return 0
  },
  /** Takes longer to clean up than it is given, or than anybody wants to wait. */
  *slow() {
    try {
      yield* sleep(3_600_000)
    } finally {
      console.log('cleaning up')
      yield* sleep(3_600_000)
    }
  },
  /** Ends at once, but leaves a task that does not. */
  *leaving() {
    createTask(ways.slow(), { name: 'left over' })
    yield* sleep(3_600_000)
  },
  /** Says nothing more. */
  *quiet() {
    yield* sleep(3_600_000)
  },
  /** Fails with all that an error can tell. */
  *failing() {
    yield* taskGroup(function* (group) {
      group.createTask(
        (function* () {
          throw new ExceptionGroup('inner', [new TypeError('first', { cause: new RangeError('the cause') })])
        })(),
      )
    })
  },
}

const way = process.env.WAY as keyof typeof ways
setImmediate(() => console.log('waiting'))
await runMain(ways[way], { grace: Number(process.env.GRACE ?? 50) })
