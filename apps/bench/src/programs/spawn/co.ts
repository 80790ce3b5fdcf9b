import co from 'co'
import type { Program } from '../program.ts'

function* child(value: number): Generator<never, number> {
  return value
}

const program: Program = (n) =>
  co(function* (): Generator<Promise<number>, number, number> {
    const started: Promise<number>[] = []
    for (let i = 0; i < n; i++) started.push(co(child, i))
    let sum = 0
    for (const promise of started) sum += yield promise
    return sum
  })

export default program
