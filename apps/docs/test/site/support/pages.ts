// The pages that are looked at in the browser: one of each kind. `ACORO_SITE=all` takes every page of the
// site. The frame of the playground is none: it shows nothing.

import { relative } from 'node:path'
import { filesBelow } from '../../../../../scripts/lib/workspace.ts'
import { dist } from './built.ts'

const sample = [
  'index.html',
  'playground.html',
  'tutorial/3-cancelling.html',
  'coming-from/asyncio.html',
  'guide/cancel-safety.html',
  'packages/console.html',
  '404.html',
  'reference/sync/classes/Lock.html',
  'reference/index.html',
]

export const lookedAt: readonly string[] =
  process.env.ACORO_SITE === 'all'
    ? filesBelow(dist, '.html')
        .map((file) => relative(dist, file).replaceAll('\\', '/'))
        .filter((route) => !route.startsWith('playground/frame'))
    : sample
