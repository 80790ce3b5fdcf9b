import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { type Explored, explore, OrderError } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { onlyOn } from '../../../../../scripts/runtimes/only-on.ts'

function failureOf(main: Explored, options = {}): OrderError {
  try {
    explore({ page: false, ...options }, main)
  } catch (error) {
    if (error instanceof OrderError) return error
    throw error
  }
  throw new Error('nothing was found')
}

const transfer = function* transfer() {
  const account = { balance: 100 }
  const deposit = coroutine(function* deposit(amount: number) {
    const before = account.balance
    yield* sleep(10)
    account.balance = before + amount
  })
  const audit = coroutine(function* audit() {
    yield* sleep(30)
    if (account.balance !== 150) throw new Error(`the audit found ${account.balance}`)
  })
  yield* gather(createTask(deposit(50), { name: 'deposit of 50' }), audit())
}

onlyOn('exceptBun', 'it compares places on V8 stacks, and pages have those of compiled files')(
  'the report has a line a switch',
  () => {
    const { message } = failureOf(transfer)
    const lines = message
      .replaceAll('packages/testing/test/explore/report/', '')
      .replaceAll(/(?<=\S) {2,}(?=\S)/g, '  ')
    expect(lines.split('\n')).toEqual([
      'Failed in run 7 of 1000: Error: the audit found 100',
      "The same again: replay('1w1/3', main)",
      'What happens (> where it differs from first come, first served):',
      '    0 ms  task 1 (transfer)  waits for gather of 2 (2 pending)  report.test.ts:31',
      '    0 ms  deposit of 50  waits for sleep until 10 ms  report.test.ts:24',
      '    0 ms  task 3 (audit)  waits for sleep until 30 ms  report.test.ts:28',
      '  > 0 ms  the sleep of task 3 (audit) ends  instead of the sleep of deposit of 50',
      '    30 ms  task 3 (audit)  throws Error: the audit found 100  report.test.ts:28',
      '    30 ms  task 1 (transfer)  throws Error: the audit found 100  report.test.ts:31',
    ])
  },
)

describe('the report', () => {
  it('is there as JSON, too', () => {
    const report = JSON.parse(JSON.stringify(failureOf(transfer)))
    expect(report).toMatchObject({
      program: 'transfer',
      error: 'Error: the audit found 100',
      replay: "replay('1w1/3', main)",
      always: '',
    })
    expect(report.steps.filter((step: { instead?: string }) => step.instead !== undefined)).toEqual([
      {
        at: 0,
        what: 'the sleep of task 3 (audit) ends',
        instead: 'the sleep of deposit of 50',
      },
    ])
  })

  it('shows what it can of hostile names and errors', () => {
    const main = function* main() {
      yield* createTask(sleep(1), { name: '<script>alert(1)</script>' })
      throw Object.create(null)
    }
    expect(failureOf(main).message).toMatch(/^Failed in run 1 of 1000: an object/)
  })
})

const appending = function* appending() {
  const order: string[] = []
  const append = coroutine(function* append(name: string, ms: number) {
    yield* sleep(ms)
    order.push(name)
  })
  yield* gather(append('<a>', 10), append('b', 20))
  if (order[0] === 'b') throw new Error('b first')
}

describe('the label of a task', () => {
  const whats = (main: Explored) => failureOf(main).steps.map(({ what }) => what)
  const failing = (work: () => ReturnType<typeof sleep>) =>
    function* main() {
      yield* gather(work())
      throw new Error('found')
    }

  it('has the arguments that its coroutine was called with', () => {
    const odd = Object.defineProperty({}, 'toString', {
      get: () => {
        throw new Error('asked')
      },
    })
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const load = coroutine(function* load(..._args: unknown[]) {
      yield* sleep(1)
    })
    const labelOf = (...args: unknown[]) => whats(failing(() => load(...args) as never))[1]
    expect(labelOf()).toBe('task 2 (load)')
    expect(labelOf('a "b"', 1, -0.5, true, null, undefined)).toBe(
      'task 2 (load("a \\"b\\"", 1, -0.5, true, null, undefin…))',
    )
    expect(labelOf({}, [1], () => {}, 5n, Symbol('s'))).toBe('task 2 (load({…}, […], ƒ, 5n, Symbol(s)))')
    expect(labelOf(odd, proxy)).toBe('task 2 (load({…}, {…}))')
    expect(labelOf('a string that is rather long')).toBe('task 2 (load("a string that is…"))')
  })

  it('stands in what came instead of another one', () => {
    const error = failureOf(appending)
    expect(error.steps.find(({ instead }) => instead !== undefined)).toMatchObject({
      what: 'the sleep of task 3 (append("b", 20)) ends',
      instead: 'the sleep of task 2 (append("<a>", 10))',
    })
  })

  it('costs nothing later: what it replaces is given back', () => {
    const before = Object.getOwnPropertyNames(Object.getPrototypeOf(function* () {}))
    failureOf(transfer)
    expect(Object.getOwnPropertyNames(Object.getPrototypeOf(function* () {}))).toEqual(before)
  })
})

describe('the page', () => {
  onlyOn('server', 'it writes files')('is written where it is asked for, and opens without scripts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'acoro-page-'))
    try {
      const main = function* main() {
        yield* createTask(sleep(1), { name: '<script>alert(1)</script>' })
        throw new Error('a < b & c')
      }
      const { page, message } = failureOf(main, { page: folder })
      expect(message).toContain(`As a page: ${page}`)
      const text = readFileSync(fileURLToPath(page as string), 'utf8')
      expect(text).toMatch(/^<!doctype html>/)
      expect(text).not.toContain('<script')
      expect(text).toContain('a &#60; b &#38; c')
      // The same failure has the same page.
      expect(failureOf(main, { page: folder }).page).toBe(page)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  onlyOn('server', 'it writes files')('has a lane for each task, with its label', () => {
    const folder = mkdtempSync(join(tmpdir(), 'acoro-page-'))
    try {
      const { page } = failureOf(appending, { page: folder })
      const text = readFileSync(fileURLToPath(page as string), 'utf8')
      expect(text).toContain(
        '<th>outside</th><th>task 1 (appending)</th>' +
          '<th>task 2 (append(&#34;&#60;a&#62;&#34;, 10))</th><th>task 3 (append(&#34;b&#34;, 20))</th><th></th>',
      )
      const odd = /<tr class="odd">(.*)<\/tr>/.exec(text)?.[1] ?? ''
      expect(odd.match(/<td class="lane/g)).toHaveLength(4)
      expect(odd).toContain('instead of the sleep of task 2')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  onlyOn('server', 'it writes files')('does not hide the failure if it cannot be written', () => {
    const { page, message } = failureOf(transfer, { page: fileURLToPath(import.meta.url) })
    expect(page).toBeUndefined()
    expect(message).toMatch(/^Failed in run 7 of 1000: Error: the audit found 100/)
  })

  it('is refused a folder that is none', () => {
    for (const page of [true, '', 5])
      expect(() => explore({ page: page as never }, transfer)).toThrow(
        /^Expected the option page of explore\(\) to be the path of a folder, or false, got /,
      )
  })
})
