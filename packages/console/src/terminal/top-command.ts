/**
 * `acoro top`: what the tasks of a program did in a window of time, printed as often as was asked for. The
 * program begins to count with the first question, so the first answer comes after the window has passed.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { ProgramFile } from '../attach/program-file.ts'
import { topText } from '../text/top.ts'
import { askProgram, silent } from './ask-program.ts'
import type { Output } from './output.ts'
import type { TopArguments } from './parse-arguments.ts'

/** The most rows that are printed. */
const MOST_ROWS = 30

export async function topCommand(
  program: ProgramFile,
  { seconds, times, column }: TopArguments,
  { out }: Output,
): Promise<number> {
  const ask = { seconds, sort: column, from: 0, count: MOST_ROWS }
  await askProgram(program, 'top', ask)
  for (let left = times; left > 0; left--) {
    await sleep(seconds * 1000)
    const told = await askProgram(program, 'top', ask)
    if (!Array.isArray(told.rows)) throw silent(program, 'it sent no rows, so it is another program')
    out(topText(told))
  }
  return 0
}
