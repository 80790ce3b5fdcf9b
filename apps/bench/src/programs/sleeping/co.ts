import co from 'co'
import type { HoldingProgram } from '../program.ts'

function* child(): Generator<Promise<unknown>, number> {
  yield new Promise((resolve) => setTimeout(resolve, 500))
  return 1
}

const program: HoldingProgram = (n, _option, probe) =>
  co(function* (): Generator<Promise<unknown>, number, number> {
    const started: Promise<number>[] = []
    for (let i = 0; i < n; i++) started.push(co(child))
    yield Promise.resolve()
    probe()
    let sum = 0
    for (const promise of started) sum += yield promise
    return sum
  })

export default program
