// What the page says is not there, is not there.

import * as compat from '@acoro/compat'
import * as core from '@acoro/core'
import * as lowlevel from '@acoro/core/lowlevel'
import * as streams from '@acoro/streams'
import * as testing from '@acoro/testing'
import { expect, test } from 'vitest'
import { rows } from '../rows.ts'

const holders: Record<string, object> = {
  compat: { ...compat, ...compat.asyncio },
  core,
  lowlevel,
  streams,
  testing,
  EventLoop: core.EventLoop.prototype,
}

for (const { id, lacks } of rows) {
  for (const name of lacks ?? []) {
    test(`${id}: there is no ${name}`, () => {
      const [holder, member] = name.split('.') as [string, string]
      expect(holders[holder]).toBeDefined()
      expect(member in (holders[holder] as object)).toBe(false)
    })
  }
}
