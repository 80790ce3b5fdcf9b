import co from 'co'
import type { Program } from '../program.ts'

function* child(delay: number): Generator<Promise<unknown>, number> {
  yield new Promise((resolve) => setTimeout(resolve, delay))
  return 1
}

const program: Program = (n) =>
  co(function* (): Generator<Promise<number>, number, number> {
    const started: Promise<number>[] = []
    for (let i = 0; i < n; i++) started.push(co(child, 100 + (i % 100)))
    let sum = 0
    for (const promise of started) sum += yield promise
    return sum
  })

export default program
