// only on node: it is about the test runner of Node

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const fixture = fileURLToPath(new URL('./fixtures/node-test.ts', import.meta.url))
const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']

// A process of its own takes seconds on a busy machine.
it('node:test runs coroutines as tests, and fails those that leave something over', {
  timeout: 60_000,
}, () => {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env
  const { stdout, status } = spawnSync(process.execPath, [...conditions, '--import', 'tsx', fixture], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
    env: { ...env, FORCE_COLOR: '0' },
  })
  expect(stdout).toMatch(/(✔|ok 1 -) an hour/)
  expect(stdout).toMatch(/(✖|not ok 2 -) a leak/)
  expect(stdout).toMatch(/(✖|not ok 3 -) a failure/)
  expect(stdout).toMatch(/(✔|ok 4 -) an async function/)
  expect(stdout).toMatch(/still to be written.*# TODO/)
  expect(stdout).toMatch(/1 thing was left over:\s+<Task .*forgotten/)
  expect(stdout).toMatch(/on purpose/)
  expect(status).toBe(1)
})
