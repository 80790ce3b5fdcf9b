// The picture of the loop is what a run recorded.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../scripts/lib/workspace.ts'
import { loopPicture, record } from '../src/loop-picture.ts'

test('three tasks take their steps in the order of the loop', () => {
  expect(record().map(({ task, when, then }) => `${when} ${task} ${then}`)).toEqual([
    '0 a sleeps',
    '0 b waits',
    '0 c sleeps',
    '10 c again',
    '10 c ends',
    '20 a ends',
    '20 b ends',
  ])
})

test('the picture in the docs is drawn from that run', () => {
  expect(readFileSync(join(root, 'docs/explanation/loop.svg'), 'utf8')).toBe(loopPicture())
})
