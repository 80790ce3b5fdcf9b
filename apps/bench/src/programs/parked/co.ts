import co from 'co'
import type { HoldingProgram } from '../program.ts'

function* child(gate: Promise<number>): Generator<Promise<number>, number, number> {
  return yield gate
}

const program: HoldingProgram = (n, own, probe) =>
  co(function* (): Generator<Promise<unknown>, number, number> {
    const resolves: ((value: number) => void)[] = []
    const open = () => new Promise<number>((resolve) => resolves.push(resolve))
    let gate = open()
    const started: Promise<number>[] = []
    for (let i = 0; i < n; i++) {
      if (own === 1 && i > 0) gate = open()
      started.push(co(child, gate))
    }
    yield Promise.resolve()
    probe()
    for (const resolve of resolves) resolve(1)
    let sum = 0
    for (const promise of started) sum += yield promise
    return sum
  })

export default program
