// Names show in reprs, in stacks and in warnings. The build has to keep those of the sources.

import * as core from '@acoro/core'
import * as sync from '@acoro/sync'
import { describe, expect, it } from 'vitest'
import { namesMadeByBuild } from '../lib/function-names.ts'
import { packages } from '../lib/workspace.ts'

const all = packages()
// The linter makes no coroutines, and no program imports it.
const imported = all.filter(({ id }) => id !== 'eslint-plugin')
// Compilers prescribe the names by which the helpers are exported. `register` exports nothing: it compiles
// what is imported after it.
const isHelper = (specifier: string) => /^@acoro\/async\/(helpers\/|register$)/.test(specifier)
// These can be imported in the files of their runners only (integration/runners).
const isElsewhere = (specifier: string) => /^@acoro\/testing\/(jest|mocha|bun)$/.test(specifier)
const entries = imported
  .flatMap((pkg) => pkg.entries.map(({ specifier }) => specifier))
  .filter((specifier) => !isHelper(specifier) && !isElsewhere(specifier))

/** The same function under two names, and one that another function made. */
const otherNames: Readonly<Record<string, string>> = { provide: 'emit', eagerTaskFactory: '' }

it.each(entries)(
  '%s exports functions and classes that have the names they are exported by',
  async (entry) => {
    const exported = Object.entries((await import(entry)) as Record<string, unknown>)
    // `it` is the runner's own function behind a Proxy, with the runner's name for it.
    const functions = exported.filter(([name, value]) => typeof value === 'function' && name !== 'it')
    const named = functions.map(([name, value]) => [name, (value as { name: string }).name])
    expect(named).toEqual(functions.map(([name]) => [name, otherNames[name] ?? name]))
  },
)

it.each(all.map(({ id, dir }) => [id, dir] as const))('%s has no name that the build made', (_id, dir) => {
  expect(namesMadeByBuild(dir)).toEqual([])
})

describe('a coroutine has the name of the function that made it', () => {
  const nothing = function* () {}
  const source = { anext: () => core.sleep(0) }
  const manager = { aenter: () => core.sleep(0), aexit: () => core.sleep(0) }
  const future = () => core.getRunningLoop().createFuture<void>()
  const queue = () => new sync.Queue<number>()
  const condition = () => new sync.Condition()

  it.each<[name: string, make: () => unknown]>([
    ['sleep', () => core.sleep(1)],
    ['wait', () => core.wait([future()])],
    ['waitFor', () => core.waitFor(future(), 1)],
    ['timeout', () => core.timeout(1, nothing)],
    ['taskGroup', () => core.taskGroup(nothing)],
    ['race', () => core.race([core.sleep(1)])],
    ['asyncFor', () => core.asyncFor(source as never, nothing)],
    ['asyncWith', () => core.asyncWith(manager as never, nothing)],
    ['toThread', () => core.toThread(() => 1)],
    ['waitFor', () => condition().waitFor(() => true)],
    ['wait', () => new sync.Barrier(2).wait()],
    ['join', () => queue().join()],
  ])('%s', async (name, make) => {
    const shown = await core.run(function* () {
      const made = make() as { name?: string; close?: () => void }
      made.close?.()
      return `${made}`
    })
    expect(shown).toMatch(new RegExp(`^<[\\w ]+ (\\w+\\.)?${name}( .*)?>$`))
  })
})
