import { type Operation, run, sleep, spawn, type Task, type WithResolvers, withResolvers } from 'effection'
import type { HoldingProgram } from '../program.ts'

export const share = 0.02

function* child(gate: WithResolvers<number>): Operation<number> {
  return yield* gate.operation
}

const program: HoldingProgram = async (n, own, probe) =>
  run(function* () {
    const gates = [withResolvers<number>()]
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) {
      if (own === 1 && i > 0) gates.push(withResolvers<number>())
      const gate = gates.at(-1)!
      tasks.push(yield* spawn(() => child(gate)))
    }
    yield* sleep(0)
    probe()
    for (const gate of gates) gate.resolve(1)
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
