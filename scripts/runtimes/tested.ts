// The runtimes that acoro is tested on, and how the tests are started on each. They are the tests of `pnpm
// test`: on Bun and Deno vitest itself runs there, in a browser it has a page opened.

import { join } from 'node:path'
import { command } from '../lib/command.ts'
import { root } from '../lib/workspace.ts'
import { browsers } from './browsers.ts'
import { nodeOf, npmBinary } from './npm-binary.ts'
import { packagesFor } from './only-packages.ts'
import type { Runtime } from './where.ts'

export interface TestedRuntime {
  name: string
  title: string
  /** The packages that it is for. */
  packages: readonly string[]
  /** Those of them that the step `runtimes` of `pnpm check` tests on it. */
  sample: readonly string[]
  version(): Promise<string>
  /** Runs the tests of the packages and writes vitest's report; rejects if a test fails. */
  test(packages: readonly string[], report: string): Promise<unknown>
}

/**
 * What the tests of all packages stay far below. A test that takes all there is would take the machine with
 * it.
 */
const LIMITS = { minutes: 15, megabytes: 3000 }

const SAMPLE = ['core', 'sync', 'compat', 'async', 'testing'] as const

const vitest = join(root, 'node_modules/vitest/vitest.mjs')

type BrowserName = 'chromium' | 'firefox' | 'webkit'
type Start = () => Promise<readonly [string, ...string[]]>

function server(
  name: string,
  title: string,
  start: Start,
  kind: Runtime,
  sample: readonly string[] = SAMPLE,
): TestedRuntime {
  return {
    name,
    title,
    packages: packagesFor(kind),
    sample,
    async version() {
      const [program] = await start()
      return firstNumber(await command(program, ['--version']))
    },
    async test(packages, report) {
      const [program, ...args] = await start()
      const projects = packages.flatMap((id) => ['--project', id])
      return command(program, [...args, vitest, 'run', ...projects], {
        env: { ACORO_TEST_REPORT: report },
        ...LIMITS,
      })
    },
  }
}

function browser(name: BrowserName, title: string, sample: readonly string[]): TestedRuntime {
  return {
    name,
    title,
    packages: packagesFor(name),
    sample,
    async version() {
      const { version, packages } = browsers[name] as (typeof browsers)[string]
      const [program, ...args] = version
      try {
        return firstNumber(await command(program, args))
      } catch (error) {
        throw new Error(`${title} is not installed: apt-get install ${packages.join(' ')}`, { cause: error })
      }
    },
    test: (packages, report) =>
      command(process.execPath, [vitest, 'run', '-c', join(root, 'vitest.browser.config.ts')], {
        env: { ACORO_TEST_REPORT: report, BROWSER: name, PACKAGES: packages.join(',') },
        ...LIMITS,
      }),
  }
}

function firstNumber(text: string): string {
  return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? text.trim()
}

/** `pnpm test` and the step `test-dist` of `pnpm check` test on Node 20 and 24. */
const onNode = (major: number): TestedRuntime =>
  server(`node-${major}`, `Node ${major}`, async () => [await nodeOf(major)], 'node', [])

export const runtimes: readonly TestedRuntime[] = [
  onNode(20),
  onNode(22),
  onNode(24),
  onNode(26),
  server('bun', 'Bun', async () => [await npmBinary('bun@1', 'bun', '-p process.execPath'), '--bun'], 'bun'),
  server(
    'deno',
    'Deno',
    async () => [await npmBinary('deno@2', 'deno', 'eval "console.log(Deno.execPath())"'), 'run', '-A'],
    'deno',
  ),
  browser('chromium', 'Chromium', SAMPLE),
  browser('firefox', 'Firefox', []),
  browser('webkit', 'WebKit (GTK)', []),
]
