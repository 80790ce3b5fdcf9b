// `pnpm check`: everything that has to hold, one line a step. A step prints what it found only when it fails;
// the rest go on, so that one run tells all there is to mend. At the end the tests of all runs are counted
// together.
//
//   pnpm check --skip test,knip     all but these
//   pnpm check --only api           only these (later steps need the files of `build`)

import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { changedApis } from './api.ts'
import { integrationSample } from './integration.ts'
import { CommandFailed, command, each, pnpm } from './lib/command.ts'
import { root, workspaces } from './lib/workspace.ts'
import { checkPacked, pack } from './packed.ts'
import { nodeOf } from './runtimes/npm-binary.ts'
import { runtimes } from './runtimes/tested.ts'

interface Step {
  name: string
  what: string
  run: () => Promise<unknown>
}

const scratch = mkdtempSync(join(tmpdir(), 'acoro-check-'))
/** Where vitest's reports go. `.ci/run` sets it, so that the tests it ran before are counted too. */
const reports = process.env.ACORO_TEST_REPORTS ?? scratch

const steps: Step[] = [
  {
    name: 'lint',
    what: 'format and lint',
    run: () => turbo('lint', 'lint:root', '--continue'),
  },
  {
    name: 'types',
    what: 'types of sources, tests, scripts, examples',
    run: () => turbo('types', '--continue'),
  },
  { name: 'lint-acoro', what: 'our programs and tests by our own rules', run: () => turbo('lint:acoro') },
  { name: 'test', what: 'tests on the sources', run: test },
  {
    name: 'build',
    what: 'build',
    run: () => turbo('build'),
  },
  {
    name: 'test-dist',
    // The sources were tested on Node 20, by `test`. One run more tests both: what is built, and Node 24.
    what: 'tests on the built packages, on Node 24',
    run: async () =>
      vitest('test-dist', await nodeOf(24), { ACORO_TEST_DIST: '1', ACORO_OTHER_NODE: process.execPath }),
  },
  { name: 'runtimes', what: 'tests on Bun, Deno and Chromium', run: onRuntimes },
  { name: 'packed', what: 'packed, installed alone, imported and required', run: packed },
  {
    name: 'publint',
    what: 'publint',
    run: eachTarball((file) => command('publint', ['run', file, '--strict'])),
  },
  {
    name: 'attw',
    what: 'are the types wrong',
    run: eachTarball((file) => command('attw', [file, '--profile', 'esm-only'])),
  },
  {
    name: 'integration',
    what: 'bundled, run in Node and a browser, types checked',
    run: async () => integrationSample(await packOnce()),
  },
  { name: 'size', what: 'size budgets', run: () => command('size-limit', []) },
  { name: 'bench', what: 'speed, within wide margins', run: benchSmoke },
  { name: 'scaling', what: 'work in proportion to what is in a collection', run: scaling },
  {
    name: 'knip',
    what: 'unused files, exports, dependencies',
    run: () => command('knip', ['--no-progress']),
  },
  { name: 'api', what: 'API dump', run: api },
  { name: 'docs', what: 'the site, its links and its search', run: site },
]

/** What works on the built files: not run where the build failed. */
const afterBuild = new Set(['test-dist', 'packed', 'publint', 'attw', 'integration', 'size', 'bench', 'api'])

/** Turbo runs what changed since it ran last; what a task printed is shown only if it failed. */
function turbo(...args: string[]): Promise<string> {
  return command('turbo', ['run', ...args, '--output-logs=errors-only'])
}

/**
 * The tests of each package whose files, or whose dependencies' files, changed; the reports of all of them.
 */
async function test(): Promise<void> {
  try {
    // Vitest uses all cores by itself.
    await turbo('test', '--concurrency=1', '--continue')
  } finally {
    for (const dir of workspaces()) {
      const report = join(dir, '.reports/test.json')
      if (existsSync(report)) copyFileSync(report, join(reports, `test-${basename(dir)}.json`))
    }
  }
}

function vitest(name: string, node: string, env: Record<string, string> = {}): Promise<string> {
  const report = join(reports, `${name}.json`)
  return command(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], {
    env: { ...env, ACORO_TEST_REPORT: report },
  })
}

/** The tests of the packages that run everywhere. `test-dist` runs all tests there are on Node 24. */
function onRuntimes(): Promise<void> {
  const sampled = runtimes.filter(({ sample }) => sample.length > 0)
  return each(sampled, async ({ name, version, sample, test }) => {
    await version()
    await test(sample, join(reports, `${name}.json`))
  })
}

function benchSmoke(): Promise<string> {
  const main = join(root, 'apps/bench/src/main.ts')
  return command(process.execPath, ['--import', 'tsx', main, '--smoke', '--no-build'])
}

function scaling(): Promise<string> {
  const options = ['--conditions=@acoro/source', '--import', 'tsx', join(root, 'apps/bench/src/main.ts')]
  return command(process.execPath, [...options, 'scaling', '--smoke', '--size', '0.1'])
}

let tarballs: Promise<Map<string, string>> | undefined

function packOnce(): Promise<Map<string, string>> {
  tarballs ??= pack(scratch)
  return tarballs
}

async function packed(): Promise<void> {
  await checkPacked(await packOnce(), [process.execPath, await nodeOf(24)])
}

function eachTarball(check: (file: string) => Promise<unknown>): () => Promise<void> {
  return async () => each((await packOnce()).values(), check, 2)
}

async function site(): Promise<void> {
  await pnpm(['--filter', '@acoro/docs', 'build'])
  await pnpm(['--filter', '@acoro/docs', 'verify'])
}

async function api(): Promise<void> {
  const changed = changedApis()
  if (changed.length > 0)
    throw new Error(
      `The API is no longer what these say; look at the change, then pnpm api: ${changed.join(', ')}`,
    )
}

/** «N passed, N failed» over all reports. */
function counts(): string {
  let passed = 0
  let failed = 0
  for (const file of readdirSync(reports).filter((name) => name.endsWith('.json'))) {
    const report = JSON.parse(readFileSync(join(reports, file), 'utf8')) as {
      numPassedTests: number
      numFailedTests: number
    }
    passed += report.numPassedTests
    failed += report.numFailedTests
  }
  return `${passed} passed, ${failed} failed`
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { skip: { type: 'string' }, only: { type: 'string' } } })
  const names = steps.map((step) => step.name)
  const list = (text: string | undefined): string[] => text?.split(',') ?? []
  const unknown = [...list(values.skip), ...list(values.only)].find((name) => !names.includes(name))
  if (unknown !== undefined) {
    console.error(`Expected a step of ${names.join(', ')}, got «${unknown}»`)
    return 2
  }
  const chosen = steps.filter(
    ({ name }) => !list(values.skip).includes(name) && (!values.only || list(values.only).includes(name)),
  )
  const failed: string[] = []
  for (const { name, what, run } of chosen) {
    const start = performance.now()
    const line = (mark: string): string =>
      `${mark} ${name.padEnd(13)} ${what.padEnd(48)} ${((performance.now() - start) / 1000).toFixed(1)} s`
    if (failed.includes('build') && afterBuild.has(name)) {
      failed.push(name)
      console.log(line('-'))
      continue
    }
    try {
      await run()
      console.log(line('✓'))
    } catch (error) {
      failed.push(name)
      console.log(line('✗'))
      console.log(error instanceof CommandFailed ? `${error.message}\n${error.output}` : String(error))
    }
  }
  console.log(failed.length === 0 ? '\nall is well' : `\nfailed: ${failed.join(', ')}`)
  if (readdirSync(reports).length > 0) console.log(counts())
  return failed.length === 0 ? 0 : 1
}

process.exitCode = await main().finally(() => rmSync(scratch, { recursive: true, force: true }))
