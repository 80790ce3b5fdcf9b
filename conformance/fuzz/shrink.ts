// Makes a failing program small: delete a step, a child or a reference, or put a block's body in its place,
// as long as what is left still fails.

import type { RandomProgram } from './program.ts'

type Json = Record<string, unknown>

export async function shrink(
  program: RandomProgram,
  fails: (smaller: RandomProgram) => Promise<boolean>,
): Promise<RandomProgram> {
  let smallest = program
  for (let found = true; found; ) {
    found = false
    for (const smaller of smallerOnes(smallest)) {
      if (!(await fails(smaller))) continue
      smallest = smaller
      found = true
      break
    }
  }
  return smallest
}

/** Every program with one thing less. Lists of bodies keep their length, because tasks are named by index. */
function* smallerOnes(program: RandomProgram): Generator<RandomProgram> {
  for (const path of lists(program.tasks, ['tasks'])) {
    const length = (at(program, path) as unknown[]).length
    for (let index = 0; index < length; index++) {
      const inner = (at(program, path) as Json[])[index]?.body
      yield changed(program, path, (list) => list.splice(index, 1))
      const ofSteps = !['children', 'refs', 'items', 'managers'].includes(String(path.at(-1)))
      if (ofSteps && Array.isArray(inner))
        yield changed(program, path, (list) => list.splice(index, 1, ...inner))
    }
  }
}

/** The paths to every list that may lose an element, the outer ones first. */
function* lists(value: unknown, path: (string | number)[]): Generator<(string | number)[]> {
  if (typeof value !== 'object' || value === null) return
  if (
    Array.isArray(value) &&
    path.length > 1 &&
    !(['refs', 'managers'].includes(String(path.at(-1))) && value.length === 1)
  )
    yield path
  for (const [key, inner] of Object.entries(value)) {
    yield* lists(inner, [...path, Array.isArray(value) ? Number(key) : key])
  }
}

function at(value: unknown, path: (string | number)[]): unknown {
  return path.reduce((inner, key) => (inner as Json)[key], value)
}

function changed(
  program: RandomProgram,
  path: (string | number)[],
  change: (list: unknown[]) => void,
): RandomProgram {
  const copy = structuredClone(program)
  change(at(copy, path) as unknown[])
  return copy
}
