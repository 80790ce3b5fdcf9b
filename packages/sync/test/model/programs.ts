import fc from 'fast-check'
import type { Program } from './machine.ts'

/** Long enough for lines to form, short enough to be read when one fails. */
export const programs: fc.Arbitrary<Program> = fc.array(fc.tuple(fc.nat(255), fc.nat(255)), {
  maxLength: 80,
  size: 'max',
})
