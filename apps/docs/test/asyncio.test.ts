// The page for people who come from asyncio has every name that the conformance data know, and promises no
// name that nobody exports.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rows } from '../../../conformance/rows.ts'
import { filesBelow, root } from '../../../scripts/lib/workspace.ts'

const page = readFileSync(join(root, 'docs/coming-from/asyncio.md'), 'utf8')
const table = page.slice(page.indexOf('## Every name'))
const columns = [...table.matchAll(/^\| (.*?) \| (.*?) \|/gm)].map(([, theirs = '', ours = '']) => ({
  theirs: namesIn(theirs),
  ours: namesIn(ours),
}))

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
}

/** `wait_for` and `gather`: words with an underscore, and rows whose name is one word. */
function namesOf(row: string): string[] {
  if (/^\w+$/.test(row)) return [row]
  return [...row.matchAll(/(?<![\w.])_?[a-z]+(?:_[a-z]+)+\b/g)].map(([name]) => name)
}

/** Internals of a protocol, and what is named where it belongs to another object. */
const elsewhere = new Set(['__await__', '__iter__', 'shutdown_asyncgens'])

test('every name of asyncio that conformance knows has its row', () => {
  const known = new Set(columns.flatMap(({ theirs }) => theirs))
  const wanted = rows
    .filter(({ id }) => /^2\.[1-4] /.test(id))
    .flatMap(({ name }) => namesOf(name))
    .filter((name) => !name.startsWith('__') && !elsewhere.has(name))
  expect([...new Set(wanted)].filter((name) => !known.has(name))).toEqual([])
})

test('every counterpart is exported, or a method of what is', () => {
  const read = (dir: string, ending: string): string[] =>
    filesBelow(join(root, dir), ending).map((file) => readFileSync(file, 'utf8'))
  const exported = read('packages', 'api.txt').flatMap((text) => text.match(/\w+/g) ?? [])
  // Base classes are not exported: the methods that they hand down stand in no dump.
  const inherited = read('packages/core/src', '.ts').flatMap((text) =>
    [...text.matchAll(/^ {2}(?:get |override )?(\w+)(?:<.*?>)?\(/gm)].map(([, name = '']) => name),
  )
  const there = new Set([...exported, ...inherited])
  expect(columns.flatMap(({ ours }) => ours).filter((name) => !there.has(name))).toEqual([])
})
