// The steps of docs/adopting.md: one module, and its suite in each step.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

const suite = (step) => async () => {
  await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--root', step], {
    env: { ...process.env, CI: '1', NO_COLOR: '1' },
    timeout: 120_000,
  })
}

const steps = ['step-0', 'step-1', 'step-2', 'step-3']
export const builds = Object.fromEntries(steps.map((step) => [step, { build: suite(step) }]))
