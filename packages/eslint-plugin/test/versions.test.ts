// The oldest TypeScript that is promised, in a process of its own, because a linter loads one TypeScript for
// good.

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { notReported, reported } from './support/shapes.ts'

const here = new URL('./support/', import.meta.url).pathname

async function reports(...flags: string[]): Promise<{ version: string; all: string[][] }> {
  const condition = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']
  const args = [...flags, ...condition, '--import', 'tsx', `${here}print-reports.ts`]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as { version: string; all: string[][] }
}

it('with TypeScript 5.4 the same is reported', async () => {
  const { version, all } = await reports('--require', `${here}typescript-5.4.cjs`)
  expect(version).toMatch(/^5\.4\./)
  expect(all).toEqual([...reported, ...notReported].map(({ rules }) => rules))
})

it('the other tests run with TypeScript 6', () => {
  expect(ts.version).toMatch(/^6\./)
})

it('the package says which versions of ESLint and typescript-eslint it is for', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    peerDependencies: object
  }
  expect(manifest.peerDependencies).toEqual({ eslint: '^9.0.0 || ^10.0.0', 'typescript-eslint': '^8.0.0' })
})
