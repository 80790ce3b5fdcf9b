// only on node: it writes files, and its threads share memory

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, sleep } from '@acoro/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { STEPS, TASK } from '../../../src/link/cells.ts'
import { readRecording } from '../../../src/recording/read-recording.ts'
import type { Blocks } from '../../../src/server/block/blocks.ts'
import { recordBlocks } from '../../../src/server/record/saving.ts'
import { linkedProgram } from '../../support/linked-program.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acoro-saving-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

function* main() {
  for (let n = 0; n < 10; n++) yield* sleep(0)
}

test('a long block has the recording saved, but not again and again, and its end is an event', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  using linked = linkedProgram({}, { record: 100_000, recordInto: folder })
  const { recordings, recorder } = linked
  recordings.begin()
  await expect.poll(() => recorder.since).not.toBe(null)
  await run(main)
  const blocks = { listeners: [] } as unknown as Blocks
  recordBlocks(blocks, recorder, recordings)
  blocks.listeners[0]?.ended({ from: 1, until: 2, taskId: 0, stack: [], noStack: 'none' })
  blocks.listeners[0]?.long?.(0, 5001)
  blocks.listeners[0]?.long?.(0, 5001)
  const files = readdirSync(folder)
  expect(files).toHaveLength(1)
  const { events } = readRecording(readFileSync(join(folder, files[0] as string)))
  expect(events.filter(({ kind }) => kind === 'blocked' || kind === 'note')).toMatchObject([
    { kind: 'blocked', at: 1, to: 2, task: 0 },
    { kind: 'note', text: 'the loop has been blocked for 5001 ms by code outside of tasks' },
  ])
  expect(events.filter(({ kind }) => kind === 'step').length).toBeGreaterThan(10)
})

test('a block that lasts is told as long once', async () => {
  using linked = linkedProgram({}, { blockedAfter: 50, saveAfter: 100 })
  const { blocks, cells } = linked
  const told: string[] = []
  blocks.listeners.push({
    long: (task) => told.push(`long ${task}`),
    ended: ({ taskId }) => told.push(`ended ${taskId}`),
  })
  cells[TASK] = 7
  cells[STEPS] = 1
  blocks.begin()
  await expect.poll(() => told).toEqual(['long 7'])
  cells[TASK] = 0
  await expect.poll(() => told).toEqual(['long 7', 'ended 7'])
})

test('saving is refused by name: nothing is recorded, or the folder is not there', async () => {
  using none = linkedProgram()
  expect(await none.answers.answer('save', {})).toEqual({
    refused: true,
    why: 'Nothing is recorded: start it with ACORO_CONSOLE=record',
  })
  using lost = linkedProgram({}, { record: 1000, recordInto: join(folder, 'nowhere') })
  expect(await lost.answers.answer('save', {})).toMatchObject({
    refused: true,
    why: expect.stringMatching(/^The recording cannot be written: ENOENT/),
  })
  expect(await none.answers.answer('timeline', { recording: 5 })).toEqual({
    refused: true,
    why: 'There is no recording 5: ask for one with record',
  })
})

test('when nobody wants it any more, the hook is taken back', async () => {
  using linked = linkedProgram()
  const { recorder } = linked
  const wanted = (): number | null => {
    recorder.wantTop(50)
    return recorder.since
  }
  await expect.poll(wanted).not.toBe(null)
  await expect.poll(() => recorder.since).toBe(null)
})
