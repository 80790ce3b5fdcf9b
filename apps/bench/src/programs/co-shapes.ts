/** The shapes of the npm package's own benchmark: what the generator yields, five times. Each gives 5. */

type Shape = () => Generator<unknown, number, unknown>

const promise = (): Promise<number> => Promise.resolve(1)
const thunk = (callback: (error: unknown, value: number) => void): void => callback(null, 1)

function* thunks(): Generator<unknown, number, unknown> {
  for (let i = 0; i < 5; i++) yield thunk
  return 5
}

export const shapes: readonly Shape[] = [
  function* promises() {
    for (let i = 0; i < 5; i++) yield promise()
    return 5
  },
  thunks,
  function* arrays() {
    for (let i = 0; i < 5; i++) yield [promise(), promise(), promise()]
    return 5
  },
  function* objects() {
    for (let i = 0; i < 5; i++) yield { a: promise(), b: promise(), c: promise() }
    return 5
  },
  function* generators() {
    for (let i = 0; i < 5; i++) yield thunks()
    return 5
  },
  function* delegation() {
    for (let i = 0; i < 5; i++) yield* thunks()
    return 5
  },
]

/** Their names, in the same order. */
export const shapeNames: readonly string[] = [
  'promises',
  'thunks',
  'arrays of promises',
  'objects of promises',
  'generators',
  'what it delegates to',
]
