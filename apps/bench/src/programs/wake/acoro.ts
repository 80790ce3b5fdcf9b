import { coroutine, createTask, type Future, getRunningLoop, run, type Task } from '@acoro/core'
import type { Program } from '../program.ts'

const child = coroutine(function* child(gate: Future<number>) {
  return yield* gate
})

const program: Program = (n) =>
  run(function* main() {
    const loop = getRunningLoop()
    const gates: Future<number>[] = []
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) {
      const gate = loop.createFuture<number>()
      gates.push(gate)
      tasks.push(createTask(child(gate)))
    }
    yield
    for (const gate of gates) gate.setResult(1)
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
