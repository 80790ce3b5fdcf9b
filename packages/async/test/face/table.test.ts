// only on server: it reads and writes a page

import { readFileSync, writeFileSync } from 'node:fs'
import * as async from '@acoro/async'
import * as asyncService from '@acoro/async/service'
import * as asyncStreams from '@acoro/async/streams'
import * as asyncWeb from '@acoro/async/web'
import * as core from '@acoro/core'
import * as service from '@acoro/service'
import * as streams from '@acoro/streams'
import * as sync from '@acoro/sync'
import * as web from '@acoro/web'
import * as webPage from '@acoro/web/page'
import { expect, it } from 'vitest'
import { without } from './names.ts'
import { withoutOfService, withoutOfStreams, withoutOfWeb } from './names-of-service.ts'

const page = new URL('../../../../docs/two-faces.md', import.meta.url)

interface Chapter {
  title: string
  entry: string
  names: readonly string[]
  faces: ReadonlySet<string>
  without: Readonly<Record<string, string>>
}

function chapter(
  title: string,
  entry: string,
  face: object,
  originals: readonly object[],
  without: Readonly<Record<string, string>>,
): Chapter {
  const names = originals.flatMap((module) => Object.keys(module)).sort((a, b) => a.localeCompare(b, 'en'))
  return { title, entry, names, faces: new Set(Object.keys(face)), without }
}

const chapters = [
  chapter('core and sync', '@acoro/async', async, [core, sync], without),
  chapter('service', '@acoro/async/service', asyncService, [service], withoutOfService),
  chapter('streams', '@acoro/async/streams', asyncStreams, [streams], withoutOfStreams),
  chapter('web', '@acoro/async/web', asyncWeb, [web, webPage], withoutOfWeb),
]

it.each(chapters)('every name of $title has a face, or a reason why not', ({ names, faces, without }) => {
  const neither = names.filter((name) => !faces.has(name) && without[name] === undefined)
  const both = names.filter((name) => faces.has(name) && without[name] !== undefined)
  const gone = Object.keys(without).filter((name) => !names.includes(name))
  expect({ neither, both, gone }).toEqual({ neither: [], both: [], gone: [] })
})

it('the page lists them', () => {
  const text = [
    '# Coroutines and promises: every name in both',
    '',
    'The names of `@acoro/core`, `@acoro/sync`, `@acoro/service`, `@acoro/streams` and `@acoro/web` with its helpers for pages, and what',
    'they are to a program with promises. Both faces are of the same objects, so one program may use both. (Written by a test of',
    '`@acoro/async`: `ACORO_WRITE_PAGES=1`.)',
    ...chapters.flatMap(({ title, entry, names, faces, without }) => [
      '',
      `## ${title}`,
      '',
      '| to coroutines | to promises |',
      '|---|---|',
      ...names.map((name) =>
        faces.has(name)
          ? `| \`${name}\` | \`${name}\` of \`${entry}\` |`
          : `| \`${name}\` | ${without[name]} |`,
      ),
    ]),
    '',
  ].join('\n')
  if (process.env.ACORO_WRITE_PAGES === '1') writeFileSync(page, text)
  expect(readFileSync(page, 'utf8')).toBe(text)
})
