import { coroutine, createTask, type Future, getRunningLoop, run, type Task } from '@acoro/core'
import type { HoldingProgram } from '../program.ts'

const child = coroutine(function* child(gate: Future<number>) {
  return yield* gate
})

const program: HoldingProgram = (n, own, probe) =>
  run(function* main() {
    const loop = getRunningLoop()
    const gates: Future<number>[] = [loop.createFuture<number>()]
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) {
      if (own === 1 && i > 0) gates.push(loop.createFuture<number>())
      tasks.push(createTask(child(gates.at(-1)!)))
    }
    yield
    probe()
    for (const gate of gates) gate.setResult(1)
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
