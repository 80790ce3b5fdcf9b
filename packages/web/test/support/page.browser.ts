// In a browser the page is this one.

import type { OpenPage, Scenarios } from './page.ts'

export async function openPage(): Promise<OpenPage> {
  const errors: string[] = []
  const hear = ({ message }: ErrorEvent): void => void errors.push(message)
  addEventListener('error', hear)
  const { error: print } = console
  console.error = (...what: unknown[]) => {
    errors.push(what.map(String).join(' '))
    print(...what)
  }
  const makeWorker = () => new Worker(new URL('../page/worker-jobs.ts', import.meta.url), { type: 'module' })
  Object.assign(globalThis, { makeWorker })
  await import('../page/scenarios.tsx')
  const { scenario, names } = globalThis as never as Scenarios
  return {
    errors,
    names: async () => names,
    play: scenario,
    async close() {
      removeEventListener('error', hear)
      console.error = print
    },
  }
}
