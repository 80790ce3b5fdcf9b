import { mkdtempSync, readFileSync, rmSync, statSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Coroutine, coroutine, getRunningLoop } from '@acoro/core'
import { type WorkerModule, workerModule } from '@acoro/executors'

/** The functions of jobs.ts. */
export const jobs: WorkerModule<typeof import('./jobs.ts')> = workerModule(
  new URL('./jobs.ts', import.meta.url),
)

/** A file in which jobs write numbers, whatever they run in. It is removed at the end of the block. */
export function makeNotes(): Disposable & { readonly file: string; read(): number[] } {
  const folder = mkdtempSync(join(tmpdir(), 'acoro-notes-'))
  const file = join(folder, 'notes')
  writeFileSync(file, '')
  return {
    file,
    read: () => readFileSync(file, 'utf8').trim().split('\n').filter(Boolean).map(Number),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

/** Waits until a job has written into the file. */
export const written: (file: string) => Coroutine<void> = coroutine(function* written(file: string) {
  const future = getRunningLoop().createFuture<void>()
  const look = () => {
    if (statSync(file).size > 0 && !future.done()) future.setResult(undefined)
  }
  const watcher = watch(file, look)
  try {
    look()
    yield* future
  } finally {
    watcher.close()
  }
})

/** Shared memory through which a job says how far it is. */
export function makeCells(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(64))
}

const { waitAsync } = Atomics as unknown as {
  waitAsync(
    cells: Int32Array,
    index: number,
    value: number,
  ): { async: boolean; value: Promise<string> | string }
}

/** Waits until a job has changed the cell from 0. */
export const changed: (cells: Int32Array, index: number) => Coroutine<number> = coroutine(function* changed(
  cells: Int32Array,
  index: number,
) {
  const future = getRunningLoop().createFuture<void>()
  const waiting = waitAsync(cells, index, 0)
  if (waiting.async) {
    void (waiting.value as Promise<string>).then(() => future.done() || future.setResult(undefined))
    yield* future
  }
  return Atomics.load(cells, index)
})

/** Lets those go who wait at a gate. */
export function open(cells: Int32Array): void {
  Atomics.store(cells, 1, 1)
  Atomics.notify(cells, 1)
}
