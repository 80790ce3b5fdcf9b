import co from 'co'
import type { Program } from '../program.ts'

const TASKS = 1000

function* child(times: number): Generator<Promise<void>, number> {
  let count = 0
  for (let i = 0; i < times; i++) {
    yield Promise.resolve()
    count++
  }
  return count
}

const program: Program = (n) =>
  co(function* (): Generator<Promise<number>, number, number> {
    const started: Promise<number>[] = []
    for (let i = 0; i < TASKS; i++) started.push(co(child, n / TASKS))
    let sum = 0
    for (const promise of started) sum += yield promise
    return sum
  })

export default program
