import { Effect } from 'effect'
import type { Program } from '../program.ts'

const program: Program = (n) => Effect.runPromise(Effect.as(Effect.yieldNow, n))

export default program
