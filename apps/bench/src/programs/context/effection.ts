import { createContext, type Operation, run, spawn, type Task, until } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.01

const id = createContext<number>('id')

function* child(value: number): Operation<number> {
  yield* id.set(value)
  yield* until(Promise.resolve())
  return yield* id.expect()
}

const program: Program = async (n) =>
  run(function* () {
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) tasks.push(yield* spawn(() => child(i)))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
