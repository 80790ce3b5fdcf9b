/** `acoro record` and `acoro chrome`: recordings from and into files. */

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ProgramFile } from '../attach/program-file.ts'
import { ConsoleError } from '../base/console-error.ts'
import { chromeTrace } from '../recording/chrome-trace.ts'
import { MOST_RECORDING } from '../recording/layout.ts'
import { BadRecording, readRecording } from '../recording/read-recording.ts'
import { askProgram, fetchFile, silent } from './ask-program.ts'
import type { Output } from './output.ts'
import type { FileArguments, RecordArguments } from './parse-arguments.ts'

/** How often it asks again, in ms, if the file was not ready in time, and for how long. */
const ASK_AGAIN = 200
const PATIENCE = 5000

export async function recordCommand(
  program: ProgramFile,
  { seconds, file }: RecordArguments,
  { out }: Output,
): Promise<number> {
  const told = await askProgram(program, 'record', { seconds })
  if ('refused' in told) throw new ConsoleError(String(told.why))
  const { recording } = told
  if (typeof recording !== 'number') throw silent(program, 'it sent no number, so it is another program')
  await sleep(seconds * 1000)
  let bytes: Buffer | undefined
  for (let waited = 0; bytes === undefined; waited += ASK_AGAIN) {
    bytes = await fetchFile(program, 'recording', { recording })
    if (bytes !== undefined) break
    if (waited > PATIENCE) throw silent(program, 'its recording did not end')
    await sleep(ASK_AGAIN)
  }
  try {
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw new ConsoleError(`The recording cannot be written: ${messageOf(error)}`)
  }
  out(`${bytes.length} bytes in ${file}`)
  return 0
}

export async function chromeCommand(
  { file }: FileArguments<'chrome'>,
  { out, error }: Output,
): Promise<number> {
  let bytes: Buffer
  try {
    if (statSync(file).size > MOST_RECORDING) throw new Error(`it has more than ${MOST_RECORDING} bytes`)
    bytes = readFileSync(file)
  } catch (cause) {
    throw new ConsoleError(
      `Expected the file of a recording, got one that cannot be read: ${messageOf(cause)}`,
    )
  }
  try {
    const recording = readRecording(bytes)
    for (const problem of recording.problems) error(problem)
    // JSON escapes all that could control a terminal but for DEL and C1, which the reader has escaped.
    out(JSON.stringify(chromeTrace(recording)))
    return 0
  } catch (cause) {
    if (cause instanceof BadRecording) throw new ConsoleError(`${cause.message}: ${file}`)
    throw cause
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown'
}
