// Every pair of programs: acoro's half runs on a VirtualLoop, and its whole trace has to be the one CPython
// printed. Where acoro differs on purpose, its trace is kept too, and has to be different.

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { different, programs, readPairs, readTraces, recorded, recordedNatively } from '../harness/program.ts'
import { type Program, record } from '../harness/trace.ts'

const pairs = readPairs()
const cpython = { ...readTraces(recorded), ...readTraces(recordedNatively) }
const ours = readTraces(different)

describe('conformance', () => {
  for (const { id, title, differs, world } of pairs) {
    test(`${id}: ${title}`, async () => {
      const { main } = (await import(join(programs, `${id}.ts`))) as { main: Program }
      expect(await record(main, world)).toEqual(differs === undefined ? cpython[id] : ours[id])
    })
  }

  test('each pair has a recorded trace, and each recorded trace a pair', () => {
    expect(Object.keys(cpython).sort()).toEqual(pairs.map((pair) => pair.id).sort())
  })

  test('what differs on purpose really differs', () => {
    const claimed = pairs.filter((pair) => pair.differs !== undefined).map((pair) => pair.id)
    expect(Object.keys(ours).sort()).toEqual(claimed.sort())
    for (const id of claimed) expect(ours[id], id).not.toEqual(cpython[id])
  })
})
