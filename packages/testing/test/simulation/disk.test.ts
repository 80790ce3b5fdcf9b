// only on server: streams are those of Node

import { createTask, type Suspension, sleep } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import { Disk, Simulation } from '@acoro/testing/network'
import { expect, it } from 'vitest'

/** What is on the disk of a host after a crash. */
function afterCrash(
  write: (disk: Disk) => Generator<Suspension, void>,
  { at = 50, syncTime = 10 } = {},
): unknown[] {
  return new VirtualLoop().runSync(function* () {
    const sim = new Simulation({ syncTime })
    const host = sim.host('a', write)
    sim.client('operator', function* () {
      yield* sleep(at)
      sim.crash('a')
    })
    yield* sim.run()
    return [...host.disk.keys()].map((key) => [key, host.disk.get(key)])
  })
}

it('copies what is written and what is read: a change of an object is no write', () => {
  const log = afterCrash(function* (disk) {
    const entry = { terms: [1] }
    disk.set('entry', entry)
    entry.terms.push(2)
    disk.get<typeof entry>('entry')?.terms.push(3)
    yield* disk.sync()
  })
  expect(log).toEqual([['entry', { terms: [1] }]])
})

it('shows writes at once, and refuses what is no plain data', () => {
  afterCrash(function* (disk) {
    expect(disk).toBeInstanceOf(Disk)
    disk.set('a', 1).set('b', undefined)
    expect([disk.size, disk.has('b'), disk.get('b'), disk.get('c'), `${disk}`]).toEqual([
      2,
      true,
      undefined,
      undefined,
      '<Disk of 2 values>',
    ])
    expect([disk.delete('a'), disk.delete('a'), [...disk.keys()]]).toEqual([true, false, ['b']])
    expect(() => disk.set(1 as never, 1)).toThrow(
      'Expected the key of a value on disk, a string, got the number 1',
    )
    expect(() => disk.set('f', () => {})).toThrow(
      'Expected a value for the string "f" that can be written to a disk, such as an object of plain data, got',
    )
    disk.clear()
    expect(disk.size).toBe(0)
    yield* sleep(0)
  })
})

it('lets the writes before a sync last when it ends, and not those after its beginning', () => {
  const log = afterCrash(function* (disk) {
    disk.set('before', 1)
    const syncing = createTask(disk.sync())
    yield* sleep(0)
    disk.set('during', 1)
    yield* syncing
    disk.set('after', 1)
    yield* sleep(Infinity)
  })
  expect(log).toEqual([['before', 1]])
})

it('keeps two syncs apart that overlap', () => {
  const log = afterCrash(function* (disk) {
    disk.set('a', 1)
    const first = createTask(disk.sync())
    yield* sleep(5)
    disk.set('b', 1)
    const second = createTask(disk.sync())
    yield* first
    yield* second
    disk.set('c', 1)
  })
  expect(log).toEqual([
    ['a', 1],
    ['b', 1],
  ])
})

it('loses what a cancelled sync has not written', () => {
  const log = afterCrash(function* (disk) {
    disk.set('a', 1)
    const syncing = createTask(disk.sync())
    yield* sleep(5)
    syncing.cancel()
    yield* sleep(Infinity)
  })
  expect(log).toEqual([])
})

it('loses what a crash finds in the midst of a sync', () => {
  const write = function* (disk: Disk) {
    disk.set('a', 1)
    yield* disk.sync()
  }
  expect(afterCrash(write, { at: 9 })).toEqual([])
  expect(afterCrash(write, { at: 11 })).toEqual([['a', 1]])
})
