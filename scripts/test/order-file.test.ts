// What @acoro/testing writes of a failing order, @acoro/console opens: neither needs the other, so this test
// knows both.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { acoroCommand } from '@acoro/console/command'
import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { explore, OrderError, recordRun, VirtualLoop, type OrderFile as Written } from '@acoro/testing'
import { afterEach, beforeEach, expect, expectTypeOf, test } from 'vitest'
import type { OrderFile as Read } from '../../packages/console/src/protocol/order.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acoro-order-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const transfer = function* transfer() {
  const lock = new Lock({ name: 'accounts' })
  let balance = 100
  const deposit = coroutine(function* deposit(amount: number) {
    using _held = yield* lock.acquire()
    const before = balance
    yield* sleep(10)
    balance = before + amount
  })
  const audit = coroutine(function* audit() {
    yield* sleep(25)
    if (balance !== 130) throw new Error(`the audit found ${balance}`)
  })
  yield* gather(createTask(deposit(10)), createTask(deposit(20)), createTask(audit(), { name: 'audit' }))
}

async function replayed(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  const got = { out: '', error: '' }
  const code = await acoroCommand(['replay', ...argv], {
    out: (text) => {
      got.out += text
    },
    error: (text) => {
      got.error += text
    },
  })
  return { code, ...got }
}

function failure(): OrderError {
  try {
    explore({ page: folder }, transfer)
  } catch (error) {
    if (error instanceof OrderError) return error
    throw error
  }
  throw new Error('nothing was found')
}

test('what one package writes and the other reads has one type', () => {
  expectTypeOf<Written>().toEqualTypeOf<Read>()
})

test('the failing order of an exploration is opened by the command that its error names', async () => {
  const error = failure()
  expect(error.message).toContain(`Step by step: npx -p @acoro/console acoro open ${error.file}`)
  const file = error.file as string
  const { code, out } = await replayed(file)
  expect(code).toBe(0)
  const lines = out.split('\n').map((line) => line.replace(/ {2}\S*order-file\.test\.ts:\d+$/, ''))
  expect(lines[0]).toBe('transfer')
  expect(lines[1]).toMatch(/^failed at scripts\/test\/order-file\.test\.ts:\d+: Error: the audit found 100$/)
  expect(lines.slice(2, 4)).toEqual([`the same again: replay('${error.simplest}', main)`, ''])
  expect(lines.slice(4).filter((line) => line.startsWith('>'))).toHaveLength(1)
  expect(lines.at(-1)).toContain('task 1 (transfer)  throws Error: the audit found 100')

  const steps = (JSON.parse(readFileSync(file, 'utf8')) as Read).steps
  const locked = 1 + steps.findIndex(({ after }) => after?.startsWith('waits for Lock.acquire') === true)
  const { out: state } = await replayed(file, String(locked + 1))
  expect(state).toContain(
    'Lock accounts: locked true, holder task 2, waiting 1, held by task 2 (deposit(10))',
  )
  expect(state).toContain(
    '  task 3 (deposit(20)): waits for Lock.acquire on accounts (held by task 2, 1 waiting)',
  )
  expect(state).toContain('  ready: audit\n')
})

test('a recorded run of a virtual loop is opened, too, at its beginning and past its end', async () => {
  const loop = new VirtualLoop()
  const recording = recordRun(loop, { program: 'two naps' })
  loop.runSync(function* main() {
    yield* gather(sleep(10), sleep(20))
  })
  const file = join(folder, 'a run.json')
  expect(recording.write(file)).toBe(`npx -p @acoro/console acoro open ${JSON.stringify(file)}`)
  const { out } = await replayed(file)
  expect(out.split('\n')[0]).toBe('two naps')
  expect(out).not.toContain('failed')
  expect((await replayed(file, '1')).out).toContain('tasks:\n  none yet')
  expect((await replayed(file, '999')).out).toMatch(/before step (\d+) of \1: the end/)
})

test('a file that is no order is refused by name', async () => {
  const file = join(folder, 'x.json')
  expect(await replayed(file)).toMatchObject({
    code: 1,
    error: expect.stringMatching(/cannot be read: .*ENOENT/),
  })
  writeFileSync(file, '{"format":"acoro-order","version":2}')
  expect((await replayed(file)).error).toContain('Expected the file of an order in version 1, got version 2')
  expect(await replayed()).toMatchObject({
    code: 2,
    error: expect.stringContaining('usage: acoro replay FILE [STEP]'),
  })
  expect((await replayed(file, '0')).code).toBe(2)
})
