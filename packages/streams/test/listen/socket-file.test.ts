// What a server does with its socket file, on a clock that jumps.

import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { getRunningLoop } from '@acoro/core'
import { expect, it } from 'vitest'
import { publish, temporaryName } from '../../src/listen/socket-file.ts'
import { TemporaryDirectory } from '../support/directory.ts'
import { until } from '../support/turn.ts'
import { runVirtually } from '../support/virtual.ts'

it('a lock that a killed process has left behind is removed after five seconds', () =>
  runVirtually(function* () {
    using directory = new TemporaryDirectory()
    const path = directory.file('server.sock')
    yield* staleSocket(path)
    writeFileSync(`${path}.lock`, '')
    const bound = directory.file('bound')
    writeFileSync(bound, '')
    expect(yield* publish(bound, path)).toBe(true)
    expect(getRunningLoop().time()).toBeGreaterThan(5000)
    expect(getRunningLoop().time()).toBeLessThan(6000)
    expect(readdirSync(directory.path).sort()).toEqual(['bound', 'server.sock'])
  }))

it('the name to bind is beside the path, its own each time, and none for what is no file', () => {
  const [one, two] = [temporaryName('/run/app/server.sock'), temporaryName('/run/app/server.sock')]
  expect(one).toMatch(/^\/run\/app\/\.server\.sock\.\w+$/)
  expect(two).not.toBe(one)
  expect(temporaryName(`/run/${'x'.repeat(102)}`)).toMatch(/^\/run\/\.\w+$/)
  expect(temporaryName(`/${'x'.repeat(105)}/y`)).toBeUndefined()
  expect(temporaryName('\0name')).toBeUndefined()
})

/** Leaves the socket file of a server that is gone. */
function* staleSocket(path: string) {
  const server = createServer()
  let listens = false
  server.listen(`${path}.old`, () => {
    listens = true
  })
  yield* until(() => listens)
  renameSync(`${path}.old`, path)
  let closed = false
  server.close(() => {
    closed = true
  })
  yield* until(() => closed)
}
