// The tables «From …»: each piece stands where users of the other library look for it, and each name exists.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as core from '@acoro/core'
import * as lowlevel from '@acoro/core/lowlevel'
import * as executors from '@acoro/executors'
import * as service from '@acoro/service'
import * as streams from '@acoro/streams'
import * as sync from '@acoro/sync'
import * as testing from '@acoro/testing'
import * as network from '@acoro/testing/network'
import { describe, expect, test } from 'vitest'
import { root } from '../lib/workspace.ts'

type Page = 'p' | 'effect' | 'trio'

const files: Record<Page, string> = {
  p: 'docs/from-p-and-cockatiel.md',
  effect: 'docs/from-effect.md',
  trio: 'docs/from-trio.md',
}

/** The rows of the table at the top of a page: there, here, the difference. */
function rowsOf(page: Page): string[][] {
  const text = readFileSync(join(root, files[page]), 'utf8')
  const [, table = ''] = /^\| there \| here \| .*\n\|---.*\n((?:\|.*\n)+)/m.exec(text) ?? []
  return table
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(2, -2).split(' | '))
}

/** What stands in code marks: «`every(ms, body)`» is `every(ms, body)`. */
const codeIn = (cell = ''): string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, code = '']) => code)

/** Each piece that a service is made of, and the tables in which its users look for it. */
const pieces: Readonly<Record<string, readonly Page[]>> = {
  retry: ['p', 'effect', 'trio'],
  exponential: ['p', 'effect'],
  constant: ['p', 'effect'],
  linear: ['effect'],
  fibonacci: ['effect'],
  Schedule: ['effect'],
  RetryBudget: ['p', 'effect', 'trio'],
  every: ['effect', 'trio'],
  cron: ['effect', 'trio'],
  supervise: ['p', 'effect', 'trio'],
  Service: ['effect', 'trio'],
  serviceMain: ['effect', 'trio'],
  Pool: ['p', 'effect', 'trio'],
  singleFlight: ['p', 'effect'],
  memoize: ['p', 'effect'],
  JobQueue: ['p', 'effect'],
  debounce: ['p', 'effect'],
  throttle: ['p', 'effect'],
  batch: ['p', 'effect'],
  CircuitBreaker: ['p', 'effect'],
  bulkhead: ['p', 'effect'],
  hedge: ['p', 'effect', 'trio'],
  fallback: ['p', 'effect'],
  // Of sync and core.
  select: ['p', 'effect', 'trio'],
  RateLimiter: ['p', 'effect'],
  CapacityLimiter: ['trio'],
  Latch: ['effect', 'trio'],
  RLock: ['effect', 'trio'],
  OnceCell: ['p', 'effect', 'trio'],
  openOneshot: ['effect', 'trio'],
  moveOnAfter: ['p', 'effect', 'trio'],
  cancelScope: ['trio'],
  taskGroup: ['p', 'effect', 'trio'],
  nullContext: ['effect', 'trio'],
}

/** No piece of its own: it stands in the row of another one. */
const parts: Readonly<Record<string, string>> = {
  RetryError: 'retry',
  Supervisor: 'supervise',
  SupervisorError: 'supervise',
  PoolClosedError: 'Pool',
  PoolFullError: 'Pool',
  JobQueueFullError: 'JobQueue',
  CircuitOpenError: 'CircuitBreaker',
  BulkheadFullError: 'bulkhead',
}

test('every export of @acoro/service is a piece, or part of one', () => {
  const known = new Set([...Object.keys(pieces), ...Object.keys(parts)])
  expect(Object.keys(service).filter((name) => !known.has(name))).toEqual([])
  expect(Object.values(parts).filter((piece) => !(piece in pieces))).toEqual([])
})

test.each(Object.entries(pieces))('%s stands in the tables of %j', (piece, pages) => {
  const named = new RegExp(`(?<![\\w.])${piece}\\b`)
  const here = (page: Page) => rowsOf(page).filter((row) => codeIn(row[1]).some((code) => named.test(code)))
  expect(pages.filter((page) => here(page).length === 0)).toEqual([])
})

const ours: object[] = [core, lowlevel, sync, service, streams, executors, testing, network]
const exported = new Set(ours.flatMap((names) => Object.keys(names)))

describe.each(Object.keys(files) as Page[])('the table of %s', (page) => {
  test('has three cells a row', () => {
    expect(rowsOf(page).filter((row) => row.length !== 3)).toEqual([])
  })

  test('names what acoro exports', () => {
    const heads = rowsOf(page).flatMap((row) => codeIn(row[1]).map(headOf))
    expect(heads.filter((name) => !(exported.has(name) || language.has(name)))).toEqual([])
  })
})

/** Objects and options in the cells, and what the language has. */
const language = new Set(
  [
    'attempt budget delay jitter maxElapsed onRetry rate retryIf',
    'breaker cell group lease loop pool queue schedule service task',
    'core function part started try using yield',
  ].flatMap((line) => line.split(' ')),
)

/**
 * The first name of a piece of code: `queue` of `queue.add(fn)`, `CircuitBreaker` of `new CircuitBreaker()`.
 */
function headOf(code: string): string {
  const [, head = code] = /^(?:new )?([\w$]+)/.exec(code) ?? []
  return head
}

describe('the names of the other libraries exist', () => {
  const bench = createRequire(join(root, 'apps/bench/package.json'))
  const there = (page: Page): string[] => rowsOf(page).flatMap((row) => codeIn(row[0]))

  test('those of Effect', () => {
    const dist = join(root, 'apps/bench/node_modules/effect/dist')
    const declared = (module: string): string => {
      for (const folder of ['', 'testing', 'persistence']) {
        try {
          return readFileSync(join(dist, folder, `${module}.d.ts`), 'utf8')
        } catch {
          // It is in another folder.
        }
      }
      return ''
    }
    const names = there('effect').flatMap((code) => code.match(/\b[A-Z]\w+\.[a-zA-Z]\w*/g) ?? [])
    const missing = names.filter((name) => {
      const [module = '', member = ''] = name.split('.')
      return !new RegExp(`export (declare )?(const|function) ${member}\\b|\\bas ${member} \\}`).test(
        declared(module),
      )
    })
    expect(names.length).toBeGreaterThan(50)
    // Of the platform's package, which is not installed.
    expect(missing).toEqual(['NodeRuntime.runMain'])
  })

  test('those of cockatiel, p-queue and generic-pool', () => {
    const cockatiel = bench('cockatiel') as object
    const { Pool } = bench('generic-pool') as { Pool: { prototype: object } }
    const queue = readFileSync(join(root, 'apps/bench/node_modules/p-queue/dist/index.d.ts'), 'utf8')
    const exist: Record<string, (name: string) => boolean> = {
      cockatiel: (name) => name in cockatiel,
      'p-queue': (name) => new RegExp(`^ {4}${name}[(<]`, 'm').test(queue),
      'generic-pool': (name) => name in Pool.prototype,
    }
    const names = rowsOf('p').flatMap(([cell = '']) => {
      const library = Object.keys(exist).find((known) => cell.startsWith(`${known} `))
      const called = codeIn(cell).flatMap((code) => code.match(/(?<=^|new |\.)[a-zA-Z]\w+(?=\()/g) ?? [])
      return library === undefined ? [] : called.map((name) => [library, name] as const)
    })
    expect(names.length).toBeGreaterThan(12)
    expect(names.filter(([library, name]) => exist[library]?.(name) !== true)).toEqual([
      ['cockatiel', 'isolate'],
    ])
  })
})
