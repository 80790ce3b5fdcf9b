import { co } from '@acoro/compat'
import { shapes } from '../co-shapes.ts'
import type { Program } from '../program.ts'

const program: Program = async (n, shape) => {
  let sum = 0
  for (let i = 0; i < n; i++) sum += (await co(shapes[shape]!)) as number
  return sum
}

export default program
