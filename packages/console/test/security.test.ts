// only on node: it reads the sources of the package

/** What holds for all sources, and that each line of the security table has its tests. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { filesBelow } from '../../../scripts/lib/workspace.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const sources = filesBelow(here('../src'), '.ts', '.tsx', '.js')
const matching = (pattern: RegExp): string[] =>
  sources.filter((file) => pattern.test(readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))

test("no source sends a signal, or opens the inspector's port", () => {
  expect(matching(/inspector\.open|\.open\(\s*\d|inspector\.url/)).toEqual([])
  expect(matching(/\.kill\((?![^)]*, 0\))/)).toEqual([])
})

test('no install script', () => {
  const { scripts } = JSON.parse(readFileSync(here('../package.json'), 'utf8'))
  expect(Object.keys(scripts).filter((name) => /install|prepare|prepublish/.test(name))).toEqual([])
})

test('each test in the table of attacks is there', () => {
  const tests = filesBelow(here('.'), '.test.ts')
    .map((file) => readFileSync(file, 'utf8').replaceAll("\\'", "'"))
    .join('\n')
  const rows = readFileSync(here('../docs/security.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
  const named = rows
    .slice(1)
    .map((row) =>
      [...(row.split(' | ').at(-1) as string).matchAll(/`([^`]+)`/g)].map(([, name]) => name as string),
    )
  expect(named.length).toBe(13)
  expect(named.every((names) => names.length > 0)).toBe(true)
  expect(named.flat().filter((name) => !tests.includes(name))).toEqual([])
})
