/**
 * `co` beside the npm package of that name, on the shapes of that package's own benchmark: a generator that yields
 * promises, thunks, arrays and objects of these, generators, and generators it delegates to.
 */

import { co as acoroCo } from '@acoro/compat'
import npmCo from 'co'

type Shape = () => Generator<unknown, unknown, unknown>

const promise = () => Promise.resolve(1)
const thunk = (callback: (error: unknown, value: number) => void) => callback(null, 1)

export const shapes: Record<string, Shape> = {
  *promises() {
    for (let n = 0; n < 5; n++) yield promise()
  },
  *thunks() {
    for (let n = 0; n < 5; n++) yield thunk
  },
  *arrays() {
    for (let n = 0; n < 5; n++) yield [promise(), promise(), promise()]
  },
  *objects() {
    for (let n = 0; n < 5; n++) yield { a: promise(), b: promise(), c: promise() }
  },
  *generators() {
    for (let n = 0; n < 5; n++) yield shapes.thunks?.()
  },
  *'generators delegated to'() {
    for (let n = 0; n < 5; n++) yield* shapes.thunks?.() ?? []
  },
  *'generator functions'() {
    for (let n = 0; n < 5; n++) yield shapes.thunks
  },
}

/** Runs `shape` with acoro's `co`, one call after the other. */
export async function acoroCos(shape: Shape, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await acoroCo(shape)
}

/** Runs `shape` with the npm package, one call after the other. */
export async function npmCos(shape: Shape, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await npmCo(shape)
}
