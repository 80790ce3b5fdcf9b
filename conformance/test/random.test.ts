import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DIGESTS, digest, digests } from '../fuzz/digest.ts'
import { generate } from '../fuzz/generate.ts'
import { interpret } from '../fuzz/interpreter.ts'
import { record } from '../harness/trace.ts'

const recorded = JSON.parse(readFileSync(digests, 'utf8')) as string[]

// `pnpm conformance:fuzz --seed N --count 1` shows how a seed differs.
test(`${DIGESTS} random programs print what CPython printed`, async () => {
  const differing: number[] = []
  for (let seed = 0; seed < DIGESTS; seed++) {
    const trace = await record(interpret(generate(seed, true)))
    if (digest(trace) !== recorded[seed]) differing.push(seed)
  }
  expect(differing).toEqual([])
})
