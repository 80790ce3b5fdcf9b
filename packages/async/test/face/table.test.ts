// only on server: it reads and writes a page

import { readFileSync, writeFileSync } from 'node:fs'
import * as async from '@acoro/async'
import * as core from '@acoro/core'
import * as sync from '@acoro/sync'
import { expect, it } from 'vitest'
import { without } from './names.ts'

const page = new URL('../../../../docs/two-faces.md', import.meta.url)
const faces = new Set(Object.keys(async))
const names = [core, sync].flatMap((module) => Object.keys(module)).sort((a, b) => a.localeCompare(b, 'en'))

it('every name of core and sync has a face, or a reason why not', () => {
  const neither = names.filter((name) => !faces.has(name) && without[name] === undefined)
  const both = names.filter((name) => faces.has(name) && without[name] !== undefined)
  const gone = Object.keys(without).filter((name) => !names.includes(name))
  expect({ neither, both, gone }).toEqual({ neither: [], both: [], gone: [] })
})

it('the page lists them', () => {
  const rows = names.map((name) =>
    faces.has(name)
      ? `| \`${name}\` | \`${name}\` of \`@acoro/async\` |`
      : `| \`${name}\` | ${without[name]} |`,
  )
  const text = [
    '# Coroutines and promises: every name in both',
    '',
    'The names of `@acoro/core` and `@acoro/sync`, and what they are to a program with promises. Both faces are of the same',
    'objects, so one program may use both. (Written by a test of `@acoro/async`: `ACORO_WRITE_PAGES=1`.)',
    '',
    '| to coroutines | to promises |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n')
  if (process.env.ACORO_WRITE_PAGES === '1') writeFileSync(page, text)
  expect(readFileSync(page, 'utf8')).toBe(text)
})
