// Every block of every page, every `@example` and every program of examples/, on the installed packages: the test files
// that `pnpm test` runs on the sources, unchanged.

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

/** Fewer would mean that some were not found. */
const AT_LEAST = 400

async function blocks() {
  const env = { ...process.env, CI: '1', NO_COLOR: '1' }
  await promisify(execFile)('node_modules/.bin/vitest', ['run'], {
    env,
    timeout: 280_000,
    maxBuffer: 2 ** 26,
  })
  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync('report.json', 'utf8'))
  if (numPassedTests !== numTotalTests || numPassedTests < AT_LEAST)
    throw new Error(
      `expected at least ${AT_LEAST} tests that pass, got ${numPassedTests} of ${numTotalTests}`,
    )
}

export const builds = { 'the blocks of all pages': { build: blocks } }
