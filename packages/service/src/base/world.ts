/** The few globals of the platform that a service touches, declared by hand. */

interface World {
  process?: {
    env?: Record<string, string | undefined>
    exitCode?: number | string | null | undefined
    exit?(code: number): never
    on?(event: string, listener: () => void): unknown
    removeListener?(event: string, listener: () => void): unknown
    stdout?: Output
    stderr?: Output
  }
  console: { error(text: unknown): void }
  setTimeout(run: () => void, delay: number): { unref?(): void }
}

interface Output {
  write(text: string, done: () => void): unknown
  on?(event: 'error', listener: () => void): unknown
}

export const world: World = globalThis as unknown as World

/** Resolves when what was printed has been handed to the system. */
export async function flushed(): Promise<void> {
  const { process } = world
  await Promise.all(
    [() => process?.stdout, () => process?.stderr].map(
      (stream) =>
        new Promise<void>((resolve) => {
          try {
            const output = stream()
            if (output === undefined) return resolve()
            // Its reader may have gone. The error comes after the call of `done`, so the listener stays.
            output.on?.('error', () => {})
            output.write('', () => resolve())
          } catch {
            // The stream is gone.
            resolve()
          }
        }),
    ),
  )
}
