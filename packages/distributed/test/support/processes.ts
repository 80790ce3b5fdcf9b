// Workers and callers as processes, and a file in which jobs write what they do.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Coroutine, coroutine, getRunningLoop } from '@acoro/core'
import { onTestFinished } from 'vitest'

const program = fileURLToPath(new URL('./worker-process.ts', import.meta.url))
const conditions = process.env.ACORO_TEST_DIST === '1' ? [] : ['--conditions=@acoro/source']

/** Starts a process, which is killed at the end of the test. */
export function startProcess(
  what: 'work' | 'call' | 'crowd',
  options: object,
  ...rest: string[]
): ChildProcess {
  const args = [...conditions, '--import', 'tsx', program, what, JSON.stringify(options), ...rest]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  child.on('error', () => {})
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

export interface Notes {
  readonly file: string
  read(): string[]
  /** Waits for a line. */
  has(line: string): Coroutine<void>
}

/** A file for jobs to write into. It is removed at the end of the test. */
export function makeNotes(): Notes {
  const folder = mkdtempSync(join(tmpdir(), 'acoro-notes-'))
  const file = join(folder, 'notes')
  writeFileSync(file, '')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const read = (): string[] => readFileSync(file, 'utf8').trim().split('\n').filter(Boolean)
  return { file, read, has: (line) => written(file, () => read().includes(line)) }
}

const written = coroutine(function* written(file: string, isThere: () => boolean) {
  const future = getRunningLoop().createFuture<void>()
  const look = () => {
    if (isThere() && !future.done()) future.setResult(undefined)
  }
  const watcher = watch(file, look)
  try {
    look()
    yield* future
  } finally {
    watcher.close()
  }
})
